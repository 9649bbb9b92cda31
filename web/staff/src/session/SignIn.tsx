import { useState } from 'react'
import { Button, Form, Input } from 'antd'
import { problemOf, useApi } from '../kit/api'
import { Problems } from '../kit/States'
import { useSettings } from '../kit/theme'
import { common, named, words } from '../kit/words'
import { useSession, useSignIn, type DemoLogin } from './session'

const w = words({
  title: ['工作人员登录', 'Staff sign-in'],
  about: ['社区服务的需求、资源与匹配，一张图看清，一步步办妥。', 'Needs, services and matches of the district: seen on one map, arranged step by step.'],
  login: ['账号', 'Login'],
  password: ['密码', 'Password'],
  totp: ['动态口令（已启用时填写）', 'One-time code (where switched on)'],
  go: ['登录', 'Sign in'],
  demo: ['演示环境：点选一个岗位即可登录', 'Demonstration: choose a post to sign in'],
  residents: ['居民端（手机网页）', 'For residents (mobile web)'], residentsNote: ['用手机号登录，验证码打印在服务器窗口', 'sign in by phone; the code is printed where the server runs'], demoNote: ['所有人物均为虚构。', 'All people here are fictional.'],
  needLogin: ['请填写账号', 'Please give your login'],
  needPassword: ['请填写密码', 'Please give your password'],
  lang: ['English', '中文'],
  forgot: ['忘记密码请联系本单位系统管理员。', 'If you forgot your password, ask your administrator.'],
})

export function SignIn() {
  const { lang, setLang } = useSettings()
  const session = useSession()
  const demo = useApi<{ items: DemoLogin[] }>(session.data?.demo ? '/demo/logins' : '')
  const signIn = useSignIn()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState('')
  const go = async (login: string, password: string, totp?: string) => {
    setBusy(login)
    setError(undefined)
    try {
      await signIn(login, password, totp)
    } catch (e) {
      setError(e)
    } finally {
      setBusy('')
    }
  }
  const all = Array.isArray(demo.data) ? (demo.data as DemoLogin[]) : demo.data?.items ?? []
  const logins = all.filter(d => !d.phone), residents = all.filter(d => d.phone)
  return (
    <div style={{ minHeight: '100%', display: 'grid', gridTemplateRows: 'auto 1fr', background: '#f4f6f8' }}>
      <header className="row" style={{ padding: '12px 24px', background: '#fff', borderBottom: '1px solid var(--line)' }}>
        <img src="/mark.svg" width={28} height={28} alt="" />
        <b style={{ fontSize: 16 }}>{common.brand}</b>
        <span className="grow" />
        <Button type="text" onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')} lang={lang === 'zh' ? 'en' : 'zh-CN'}>{w.lang}</Button>
      </header>
      <main style={{ display: 'flex', gap: 48, justifyContent: 'center', padding: '8vh 24px 24px', alignItems: 'flex-start', flexWrap: 'wrap' }}>
        <section className="panel" style={{ width: 360, padding: 32, boxSizing: 'border-box' }}>
          <h1>{w.title}</h1>
          <p className="muted" style={{ margin: '4px 0 24px' }}>{w.about}</p>
          <Form layout="vertical" onFinish={v => go(v.login, v.password, v.totp)} requiredMark={false}>
            <Form.Item name="login" label={w.login} rules={[{ required: true, message: w.needLogin }]}><Input autoComplete="username" autoFocus /></Form.Item>
            <Form.Item name="password" label={w.password} rules={[{ required: true, message: w.needPassword }]}><Input.Password autoComplete="current-password" /></Form.Item>
            <Form.Item name="totp" label={w.totp}><Input autoComplete="one-time-code" inputMode="numeric" maxLength={10} /></Form.Item>
            {error ? <div role="alert" style={{ color: '#a8201a', marginBottom: 16 }}><b>{problemOf(error).title}</b><Problems error={error} /></div> : null}
            <Button type="primary" htmlType="submit" block loading={!!busy} size="large">{w.go}</Button>
          </Form>
          <p className="muted small" style={{ margin: '16px 0 0' }}>{w.forgot}</p>
        </section>
        {logins.length > 0 && (
          <section className="panel" style={{ width: 420 }}>
            <header style={{ display: 'block' }}><h2>{w.demo}</h2><div className="muted small">{w.demoNote}</div></header>
            <ul style={{ listStyle: 'none', margin: 0, padding: 8, maxHeight: '62vh', overflow: 'auto' }} tabIndex={0} aria-label={w.demo}>
              {logins.map(d => (
                <li key={d.login}>
                  <Button type="text" block data-demo={d.login} loading={busy === d.login} style={{ height: 'auto', padding: '8px 12px', justifyContent: 'flex-start', textAlign: 'left' }} onClick={() => go(d.login, d.password, d.totp)}>
                    <span style={{ flex: 1 }}><b style={{ fontWeight: 500 }}>{named(d) || d.role}</b><span className="muted small" style={{ display: 'block' }}>{[d.name_zh ? d.name : '', d.region_name ?? d.region].filter(Boolean).join(' · ')}</span></span>
                    <span className="mono muted small">{d.login}</span>
                  </Button>
                </li>
              ))}
            </ul>
            {residents.length > 0 && (
              <div style={{ padding: '8px 20px 16px', borderTop: '1px solid var(--line, #e3e7ec)' }}>
                <a href="/app/"><b>{w.residents}</b></a> <span className="muted small">{w.residentsNote}</span>
                <ul className="small" style={{ margin: '6px 0 0', paddingInlineStart: 18 }}>{residents.map(d => <li key={d.phone}>{d.name} · {named(d)} · <span className="mono">{d.phone}</span></li>)}</ul>
              </div>
            )}
          </section>
        )}
      </main>
    </div>
  )
}
