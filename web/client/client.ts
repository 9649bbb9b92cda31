// One typed client for the staff web and the mini-program: types from
// openapi-typescript (schema.d.ts), the transport injected. It uses no Request,
// Response, Headers, FormData or URLSearchParams, so it runs in the logic layer
// of WeChat as it is.
export interface Reply {
  status: number
  header(name: string): string | null
  text: string
}
export type Transport = (r: { url: string; method: string; headers: Record<string, string>; body?: string }) => Promise<Reply>

type Verb = 'get' | 'put' | 'post' | 'delete' | 'patch'
type HasVerb<P, V extends Verb> = { [K in keyof P]: P[K] extends { [k in V]: {} } ? K : never }[keyof P]
type Op<P, K extends keyof P, V extends Verb> = P[K] extends { [k in V]: infer O } ? O : never
type Clean<T> = { [K in keyof T as T[K] extends undefined ? never : K]: T[K] }
type Params<O> = O extends { parameters: infer Q } ? Clean<Q> : {}
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
  ? { body: B }
  : O extends { requestBody?: { content: { 'application/json': infer B } } } ? { body?: B } : {}
/** Ok is what an operation answers when it succeeds. */
export type Ok<O> = O extends { responses: infer R }
  ? { [S in keyof R]: S extends 200 | 201 | 202 ? (R[S] extends { content: { 'application/json': infer D } } ? D : undefined) : never }[keyof R]
  : never

/** Problem is what the server says when it refuses (RFC 9457). */
export interface Problem {
  type: string
  title: string
  status: number
  code?: string
  detail?: string
  trace?: string
  errors?: { field?: string; code?: string; message?: string }[]
}
export type Result<T> =
  | { data: T; error?: undefined; status: number; etag: string | null }
  | { data?: undefined; error: Problem; status: number; etag: string | null }
type Opt<O> = Params<O> & Body<O>
type Arg<O> = {} extends Opt<O> ? [o?: Opt<O>] : [o: Opt<O>]

export type Query = Record<string, unknown>

/** address fills {names} of a path and appends the query; empty values are left out, lists repeat the name. */
export function address(path: string, params?: Record<string, unknown>, query?: Query): string {
  const url = path.replace(/\{([^}]+)\}/g, (_, k: string) => encodeURIComponent(String(params?.[k])))
  const q = Object.entries(query ?? {})
    .filter(([, v]) => v !== undefined && v !== null && v !== '')
    .flatMap(([k, v]) => (Array.isArray(v) ? v : [v]).map(x => encodeURIComponent(k) + '=' + encodeURIComponent(String(x))))
  return q.length ? url + '?' + q.join('&') : url
}

/** createClient gives get, post, put, patch and del, typed by P (the `paths` of schema.d.ts). Nothing throws: a problem is a value. */
export function createClient<P extends {}>(base: string, send: Transport, common: () => Record<string, string> = () => ({})) {
  async function call(verb: string, path: string, o: any = {}): Promise<Result<any>> {
    const headers: Record<string, string> = { accept: 'application/json', ...common(), ...o.header }
    if (o.body !== undefined) headers['content-type'] = 'application/json'
    let r: Reply
    try {
      r = await send({ url: base + address(path, o.path, o.query), method: verb.toUpperCase(), headers, body: o.body === undefined ? undefined : JSON.stringify(o.body) })
    } catch {
      return { error: { type: 'about:blank', title: '网络不通，请稍后再试', code: 'client.network', status: 0 }, status: 0, etag: null }
    }
    let j: any
    try { j = r.text ? JSON.parse(r.text) : undefined } catch { j = undefined }
    const etag = r.header('etag')
    if (r.status >= 200 && r.status < 300) return { data: j, status: r.status, etag }
    return { error: j?.title ? j : { type: 'about:blank', title: '系统繁忙，请稍后再试', code: 'client.no_problem', status: r.status }, status: r.status, etag }
  }
  const verb = <V extends Verb>(v: V) => <K extends HasVerb<P, V> & string>(path: K, ...[o]: Arg<Op<P, K, V>>) => call(v, path, o) as Promise<Result<Ok<Op<P, K, V>>>>
  return { get: verb('get'), post: verb('post'), put: verb('put'), patch: verb('patch'), del: verb('delete'), call }
}
