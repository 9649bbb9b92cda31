import { describe, expect, it } from 'vitest'
import { address, createClient } from '../../../client/client'

describe('address', () => {
  it('fills names and escapes them', () => expect(address('/people/{id}', { id: 'a/b' })).toBe('/people/a%2Fb'))
  it('leaves out what is empty and repeats lists', () =>
    expect(address('/x', {}, { q: '', a: ['1', '2'], n: 0, u: undefined })).toBe('/x?a=1&a=2&n=0'))
})

describe('the client', () => {
  const with_ = (status: number, text: string) => createClient<any>('/api', async () => ({ status, text, header: () => '"3"' }))
  it('gives data and the version', async () => expect(await with_(200, '{"n":1}').call('get', '/x')).toEqual({ data: { n: 1 }, status: 200, etag: '"3"' }))
  it('gives the problem of the server as a value', async () => {
    const r = await with_(409, '{"title":"冲突","status":409,"code":"a.b"}').call('get', '/x')
    expect(r.error?.code).toBe('a.b')
  })
  it('makes a problem of a page that is none', async () => {
    const r = await with_(502, '<html>').call('get', '/x')
    expect(r.error).toMatchObject({ status: 502, code: 'client.no_problem' })
  })
  it('makes a problem of a broken line', async () => {
    const r = await createClient<any>('', () => Promise.reject(new Error('x'))).call('get', '/x')
    expect(r.error?.code).toBe('client.network')
  })
})
