import { useEffect, useState } from 'react'
import { Button, Form, Input, QRCode } from 'antd'
import { problemOf, send } from '../kit/api'
import { Failed, Loading, Problems } from '../kit/States'
import { words } from '../kit/words'
import { useQueryClient } from '@tanstack/react-query'
import { useSignOut } from './session'

const w = words({
  title: ['设置动态口令', 'Set up the one-time code'],
  lead: ['工作账号须启用动态口令后才能使用。请用手机上的动态口令应用（支持 TOTP，RFC 6238）扫描，然后填写显示的 6 位数字。', 'A staff account needs a one-time code. Scan this with an authenticator app (TOTP, RFC 6238), then type the 6 digits it shows.'],
  qr: ['动态口令二维码', 'QR code of the one-time code'],
  key: ['无法扫描时手工输入密钥', 'Or type this key'],
  code: ['6 位动态口令', 'The 6 digits'],
  need: ['请填写 6 位数字', 'Six digits, please'],
  go: ['启用', 'Switch on'],
  out: ['退出登录', 'Sign out'],
})

/** secretOf reads the key out of an otpauth:// address, in groups of four. */
export const secretOf = (url: string): string => (/[?&]secret=([A-Z2-7]+)/i.exec(url)?.[1] ?? '').replace(/(.{4})(?=.)/g, '$1 ')

/** Enrol stands before everything else until the account has its one-time code. */
export default function Enrol() {
  const [url, setUrl] = useState('')
  const [failed, setFailed] = useState<unknown>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const qc = useQueryClient()
  const out = useSignOut()
  const begin = () => { setFailed(undefined); send<{ url: string }>('post', '/account/totp').then(r => setUrl(r.url), setFailed) }
  useEffect(begin, [])
  const confirm = async (v: { code: string }) => {
    setBusy(true)
    setError(undefined)
    try {
      await send('post', '/account/totp/confirm', { body: { code: v.code.trim() } })
      await qc.invalidateQueries()
    } catch (e) {
      setError(e)
    } finally {
      setBusy(false)
    }
  }
  return (
    <main style={{ display: 'flex', justifyContent: 'center', padding: '8vh 24px' }}>
      <section className="panel" style={{ width: 440, padding: 32 }}>
        <h1>{w.title}</h1>
        <p className="muted">{w.lead}</p>
        {failed ? <Failed error={failed} retry={begin} /> : !url ? <Loading rows={4} /> : (
          <Form layout="vertical" onFinish={confirm} requiredMark={false}>
            <div role="img" aria-label={w.qr} style={{ display: 'flex', justifyContent: 'center' }}><QRCode value={url} size={200} type="svg" /></div>
            <p className="small muted" style={{ textAlign: 'center' }}>{w.key}<br /><span className="mono" data-secret>{secretOf(url)}</span></p>
            <Form.Item name="code" label={w.code} rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: w.need }]}><Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={8} /></Form.Item>
            {error ? <div role="alert" style={{ color: '#a8201a', marginBottom: 16 }}><b>{problemOf(error).title}</b><Problems error={error} /></div> : null}
            <div className="row"><Button type="primary" htmlType="submit" loading={busy}>{w.go}</Button><Button type="text" onClick={() => void out()}>{w.out}</Button></div>
          </Form>
        )}
      </section>
    </main>
  )
}
