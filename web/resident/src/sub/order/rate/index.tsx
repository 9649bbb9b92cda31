import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { newKey } from '../../../kit/api'
import { useAsk, useDo } from '../../../kit/ask'
import { useDraft } from '../../../kit/draft'
import { back, toast } from '../../../kit/go'
import { Icon } from '../../../kit/Icon'
import { Page } from '../../../kit/Page'
import { Box, P, Span, Tap } from '../../../kit/prims'
import { me } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Button, Card, Long, Problem, Shown } from '../../../kit/ui'
import { words } from '../../../kit/words'
import { at, serviceName } from '../../../my/sentences'
import { server } from '../../../my/server'
import { SignedIn } from '../../../my/SignedIn'

const w = words({
  title: ['评价', 'Rate'],
  ask: ['这次怎么样？', 'How was it?'],
  s1: ['很不好', 'Very poor'], s2: ['不好', 'Poor'], s3: ['一般', 'Fair'], s4: ['好', 'Good'], s5: ['很好', 'Very good'],
  star: (n: number) => [`${n} 颗星`, `${n} star${n > 1 ? 's' : ''}`],
  say: ['想说的话（可不填）', 'Anything to say (optional)'],
  note: ['评价会公开计入这家的成绩，不显示您的名字。', 'It counts in the provider’s public score, without your name.'],
  go: ['提交', 'Send'], done: ['谢谢您的评价', 'Thank you'], need: ['请先点星', 'Choose stars first'],
})

export default function Rate() {
  const id = useRouter().params.id ?? ''
  const m = me.use(), { care } = settings.use()
  const [d, set, drop] = useDraft('rate.' + id, { stars: 0, text: '' })
  const [key] = useState(newKey)
  const [bad, setBad] = useState(false)
  const asked = useAsk(m.in ? `order:${id}:rate` : null, () => server.order(id))
  const send = useDo(async () => {
    setBad(!d.stars)
    if (!d.stars) return
    await server.rate(id, { stars: d.stars, ...(d.text.trim() ? { text: d.text.trim() } : {}) }, key)
    drop()
    toast(w.done)
    back()
  })
  const word = [w.s1, w.s2, w.s3, w.s4, w.s5]
  return (
    <Page title={w.title}>
      <SignedIn>
        <Shown of={asked}>{o => (
          <>
            <Card><P className="big">{w.ask}</P><P>{serviceName(o)} · {at(o)}</P>
              {care
                ? [5, 4, 3, 2, 1].map(n => <Tap key={n} className={n === d.stars ? 'grade on' : 'grade'} pressed={n === d.stars} onTap={() => set({ stars: n })}><Span className="grow">{word[n - 1]}</Span><Box className="marks" hide>{[1, 2, 3, 4, 5].slice(0, n).map(i => <Icon key={i} name="starfull" />)}</Box></Tap>)
                : <Box className="stars" role="group" label={w.ask}>{[1, 2, 3, 4, 5].map(n => <Tap key={n} className="starb" label={`${w.star(n)} ${word[n - 1]}`} pressed={n === d.stars} onTap={() => set({ stars: n })}><Icon name={n <= d.stars ? 'starfull' : 'star'} /></Tap>)}</Box>}
              {!care && <P className="name center" live="polite">{d.stars ? word[d.stars - 1] : ''}</P>}
              {bad && !d.stars && <P className="wrong">{w.need}</P>}
            </Card>
            <Card><Long id="rate-text" name={w.say} value={d.text} onText={text => set({ text })} max={500} /><P className="note">{w.note}</P></Card>
            {send.error !== undefined && <Problem error={send.error} kept />}
            <Button busy={send.busy} onTap={() => void send.go()}>{w.go}</Button>
          </>
        )}</Shown>
      </SignedIn>
    </Page>
  )
}
