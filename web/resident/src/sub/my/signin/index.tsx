import { useEffect, useState } from 'react'
import { fieldError, problemOf } from '../../../kit/api'
import { useAsk, useDo } from '../../../kit/ask'
import { back, go, replace } from '../../../kit/go'
import { Page } from '../../../kit/Page'
import { List, P, Row, Tap } from '../../../kit/prims'
import { me, who } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Button, Card, Field, Note, Problem } from '../../../kit/ui'
import { words } from '../../../kit/words'
import { server } from '../../../my/server'
import { PhoneButton } from '../../../my/wechat'

const w = words({
  title: ['登录', 'Sign in'],
  why: ['用登记在社区的手机号登录。', 'Sign in with the number your community has.'],
  notice: ['先看隐私说明', 'The privacy notice first'],
  noticeText: ['登录要用到您的手机号。请先看一看我们怎样使用它。', 'Signing in uses your telephone number. Please read first what we do with it.'],
  read: ['看隐私说明', 'Read the notice'],
  refused: ['您选了“不同意”。公开的服务、时间和价格照样能看；要预约可以打电话。', 'You chose not to agree. Services, hours and prices stay open to you; to book, you can call.'],
  phone: ['手机号', 'Mobile number'],
  code: ['验证码', 'Code'],
  codeNote: ['6 位数字，5 分钟内有效', 'Six digits, good for five minutes'],
  send: ['发验证码', 'Send the code'],
  again: (n: number) => [`${n} 秒后可再发`, `Send again in ${n} s`],
  sent: (p: string) => [`已发到 ${p}。收不到？看看号码对不对，或打电话请社区帮忙。`, `Sent to ${p}. Nothing came? Check the number, or call your community.`],
  go: ['登录', 'Sign in'],
  bad: ['请填 11 位手机号', 'A mobile number has 11 digits'],
  badCode: ['请填 6 位验证码', 'The code has six digits'],
  demo: ['演示环境：选一位居民', 'Demonstration: choose a resident'],
  demoNote: ['都是虚构的人物。选好后验证码印在服务器窗口里。', 'All are fictional. The code is printed in the window of the server.'],
})
const wait = 60

/** SignIn: by telephone and code; in WeChat by one tap as well. Goes back to where one was. */
export default function SignIn() {
  const s = settings.use(), m = me.use()
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [left, setLeft] = useState(0)
  const [sent, setSent] = useState('')
  const [bad, setBad] = useState<{ phone?: string; code?: string }>({})
  const demo = useAsk(m.demo ? 'demo' : null, server.demoLogins)
  useEffect(() => {
    if (!left) return undefined
    const t = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(t)
  }, [left])
  const send = useDo(async () => {
    if (!/^1\d{10}$/.test(phone)) return setBad({ phone: w.bad })
    setBad({})
    await server.sendCode(phone)
    setSent(phone.slice(0, 3) + ' **** ' + phone.slice(7))
    setLeft(wait)
  })
  const arrive = async () => {
    await who()
    back()
  }
  const enter = useDo(async () => {
    if (!/^1\d{10}$/.test(phone)) return setBad({ phone: w.bad })
    if (!/^\d{6}$/.test(code.trim())) return setBad({ code: w.badCode })
    setBad({})
    await server.signIn(phone, code.trim())
    await arrive()
  })
  if (s.privacy !== 'agreed') {
    return (
      <Page title={w.title}>
        {s.privacy === 'refused' && <Note>{w.refused}</Note>}
        <Card title={w.notice}><P>{w.noticeText}</P><Button onTap={() => replace('sub/my/privacy/index', { then: 'signin' })}>{w.read}</Button></Card>
      </Page>
    )
  }
  const error = enter.error ?? send.error
  const onField = error !== undefined && (problemOf(error).code ?? '').startsWith('account.')
  return (
    <Page title={w.title}>
      <P>{w.why}</P>
      <PhoneButton done={arrive} />
      <Card>
        <Field id="phone" name={w.phone} value={phone} onText={v => setPhone(v.replace(/\D/g, ''))} kind="phone" max={11} fill="tel-national" error={bad.phone ?? fieldError(send.error, 'phone')} />
        <Button kind={sent ? 'plain' : 'main'} off={left > 0} busy={send.busy} onTap={() => void send.go()}>{left > 0 ? w.again(left) : w.send}</Button>
        {sent && <Note kind="good">{w.sent(sent)}</Note>}
        <Field id="code" name={w.code} note={w.codeNote} value={code} onText={v => setCode(v.replace(/\D/g, ''))} onEnter={() => void enter.go()} kind="digits" max={6} fill="one-time-code" error={bad.code ?? fieldError(enter.error, 'code') ?? (onField && enter.error ? problemOf(enter.error).title : undefined)} />
        <Button busy={enter.busy} onTap={() => void enter.go()}>{w.go}</Button>
        {error !== undefined && !onField && <Problem error={error} kept />}
      </Card>
      {(demo.data ?? []).some(d => d.phone) && (
        <Card title={w.demo}><P className="note">{w.demoNote}</P><List>
          {demo.data!.filter(d => d.phone).map(d => <Row key={d.phone} className="row"><Tap className="line" onTap={() => setPhone(d.phone!)}>{d.name} {d.phone}</Tap></Row>)}
        </List></Card>
      )}
      <Button kind="quiet" onTap={() => go('sub/my/privacy/index')}>{w.read}</Button>
    </Page>
  )
}
