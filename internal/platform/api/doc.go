// Package api turns a use case into an HTTP operation with one contract, the
// OpenAPI document at /openapi.json.
//
// An operation names its permission or it does not start. The order of a
// request: limits and headers (Wrap) → who asks → may they (Decide) → in which
// region (?region= narrows the pass) → is the input well formed → the use case
// → the answer, or a problem as RFC 9457 has it, in the reader's language.
//
// Outside one's places a thing is 404, never 403: nobody learns what others hold.
package api
