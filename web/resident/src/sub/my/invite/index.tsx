import { useState } from 'react'
import { fieldError, newKey } from '../../../kit/api'
import { useDo } from '../../../kit/ask'
import { useDraft } from '../../../kit/draft'
import { back, toast } from '../../../kit/go'
import { Page } from '../../../kit/Page'
import { P } from '../../../kit/prims'
import { Button, Card, Choice, Choices, Field, Problem } from '../../../kit/ui'
import { words } from '../../../kit/words'
import { server } from '../../../my/server'
import { SignedIn } from '../../../my/SignedIn'
import { powers, relations } from '../../../my/ties'

const w = words({
  title: ['添加家人', 'Add somebody'],
  how: ['我们会问对方同不同意。对方在手机上同意，或由社区工作人员当面记下同意，才算数。', 'We ask whether they agree. It counts once they agree on their phone, or a community worker records it in person.'],
  name: ['对方姓名', 'Their name'], phone: ['对方手机号', 'Their mobile number'],
  relation: ['他/她是我的', 'They are my'], what: ['我可以帮忙', 'I may'],
  go: ['发出请求', 'Send the request'], sent: ['请求已发出', 'Request sent'],
  needName: ['请填姓名', 'Please give the name'], needPhone: ['请填 11 位手机号', 'A mobile number has 11 digits'], needWhat: ['请至少选一项', 'Choose at least one'],
})
type Draft = { name: string; phone: string; relation: string; what: string[] }

export default function Invite() {
  const [d, set, drop] = useDraft<Draft>('invite', { name: '', phone: '', relation: 'parent', what: [] })
  const [key] = useState(newKey)
  const [bad, setBad] = useState<{ name?: string; phone?: string; what?: string }>({})
  const send = useDo(async () => {
    const wrong = { name: d.name.trim() ? undefined : w.needName, phone: /^1\d{10}$/.test(d.phone) ? undefined : w.needPhone, what: d.what.length ? undefined : w.needWhat }
    setBad(wrong)
    if (wrong.name || wrong.phone || wrong.what) return
    await server.invite({ ...d, name: d.name.trim() }, key)
    drop()
    toast(w.sent)
    back()
  })
  return (
    <Page title={w.title}>
      <SignedIn person>
        <P>{w.how}</P>
        <Card>
          <Field id="inv-name" name={w.name} value={d.name} onText={name => set({ name })} max={40} error={bad.name ?? fieldError(send.error, 'name')} />
          <Field id="inv-phone" name={w.phone} value={d.phone} kind="phone" max={11} onText={v => set({ phone: v.replace(/\D/g, '') })} error={bad.phone ?? fieldError(send.error, 'phone')} />
          <Choice name={w.relation} value={d.relation} all={relations()} onPick={relation => set({ relation })} />
          <Choices name={w.what} values={d.what as ('orders' | 'messages')[]} all={powers()} onPick={what => set({ what })} />
          {bad.what && <P className="wrong">{bad.what}</P>}
        </Card>
        {send.error !== undefined && <Problem error={send.error} kept />}
        <Button busy={send.busy} onTap={() => void send.go()}>{w.go}</Button>
      </SignedIn>
    </Page>
  )
}
