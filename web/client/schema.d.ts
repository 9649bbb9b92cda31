// Placeholder until docs/openapi.json exists: `npm run types` writes the real one.
export interface paths {
  '/api/v1/session': { get: { responses: { 200: { content: { 'application/json': unknown } } } } }
}
