// The way to the server from WeChat, which keeps no cookies: the session's is
// remembered here and sent along.
import Taro from '@tarojs/taro'
import type { Transport } from '../../../client/client'
import { disk } from './disk'

declare const API_HOST: string
export const base = API_HOST + '/api/v1'

/** sessionOf finds the session's cookie in what the server set; '' when it was taken back, undefined when nothing was said. */
export function sessionOf(set: string | string[] | undefined): string | undefined {
  const m = /linli_session=([^;,]*)/.exec(Array.isArray(set) ? set.join(';') : set ?? '')
  return m ? m[1] : undefined
}

export const transport: Transport = async r => {
  const token = disk.read<string>('cookie')
  const x = await Taro.request({
    url: r.url, method: r.method as 'GET', data: r.body, dataType: 'text' as 'json', responseType: 'text', timeout: 20_000,
    header: token ? { ...r.headers, cookie: 'linli_session=' + token } : r.headers,
  })
  const head = (n: string): string | null => {
    const k = Object.keys(x.header ?? {}).find(k => k.toLowerCase() === n)
    return k ? String(x.header![k]) : null
  }
  const now = sessionOf(x.cookies?.length ? x.cookies : head('set-cookie') ?? undefined)
  if (now) disk.write('cookie', now)
  else if (now === '') disk.drop('cookie')
  return { status: x.statusCode, header: n => head(n.toLowerCase()), text: typeof x.data === 'string' ? x.data : JSON.stringify(x.data ?? '') }
}
