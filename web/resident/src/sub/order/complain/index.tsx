import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { fieldError, newKey } from '../../../kit/api'
import { useDo } from '../../../kit/ask'
import { useDraft } from '../../../kit/draft'
import { when } from '../../../kit/format'
import { back } from '../../../kit/go'
import { Page } from '../../../kit/Page'
import { P } from '../../../kit/prims'
import { Button, Card, Choice, Long, Note, Problem, Switch } from '../../../kit/ui'
import { common, words } from '../../../kit/words'
import { server } from '../../../my/server'
import { SignedIn } from '../../../my/SignedIn'

const w = words({
  title: ['投诉', 'Complain'],
  how: ['由街道处理，不会交给被投诉的那一家。处理到哪一步，在消息里告诉您。', 'The street handles it, never the provider complained of. Messages tell you how it goes.'],
  about: ['什么问题', 'What about'], late: ['送晚了', 'Late'], quality: ['质量不好', 'Quality'], manner: ['态度不好', 'Manner'], price: ['收费不对', 'Price'], other: ['其他', 'Other'],
  text: ['发生了什么', 'What happened'], need: ['请写一写发生了什么', 'Please say what happened'],
  anonymous: ['不让对方知道是我', 'Do not tell them who I am'], go: ['提交投诉', 'Send the complaint'],
  done: (n: string) => [`已收到您的投诉${n ? `，编号 ${n}` : ''}。`, `We have your complaint${n ? `, number ${n}` : ''}.`], due: (t: string) => [`${t} 前答复您。`, `You get an answer by ${t}.`],
})
type Draft = { kind: 'late' | 'quality' | 'manner' | 'price' | 'other'; text: string; anonymous: boolean }

export default function Complain() {
  const id = useRouter().params.id ?? ''
  const [d, set, drop] = useDraft<Draft>('complain.' + id, { kind: 'late', text: '', anonymous: false })
  const [key] = useState(newKey)
  const [bad, setBad] = useState('')
  const [done, setDone] = useState<{ number?: string; due?: string }>()
  const send = useDo(async () => {
    setBad(d.text.trim() ? '' : w.need)
    if (!d.text.trim()) return
    const r = await server.complain(id, { ...d, text: d.text.trim() }, key)
    drop()
    setDone(r ?? {})
  })
  return (
    <Page title={w.title}>
      <SignedIn>
        {done
          ? <Card><Note kind="good"><P className="name">{w.done(done.number ?? '')}</P>{done.due && <P>{w.due(when(done.due))}</P>}</Note><P>{w.how}</P><Button onTap={back}>{common.back}</Button></Card>
          : <>
              <P>{w.how}</P>
              <Card>
                <Choice name={w.about} value={d.kind} all={[['late', w.late], ['quality', w.quality], ['manner', w.manner], ['price', w.price], ['other', w.other]] as const} onPick={kind => set({ kind })} />
                <Long id="complain-text" name={w.text} value={d.text} onText={text => set({ text })} max={1000} error={bad || fieldError(send.error, 'text')} />
                <Switch name={w.anonymous} on={d.anonymous} onChange={anonymous => set({ anonymous })} />
              </Card>
              {send.error !== undefined && <Problem error={send.error} kept />}
              <Button busy={send.busy} onTap={() => void send.go()}>{w.go}</Button>
            </>}
      </SignedIn>
    </Page>
  )
}
