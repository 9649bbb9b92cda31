import { useDidShow } from '@tarojs/taro'
import { useState } from 'react'
import { useAsk, useDo } from '../../../kit/ask'
import { day } from '../../../kit/format'
import { go } from '../../../kit/go'
import { Page } from '../../../kit/Page'
import { Box, List, P, Row, Span } from '../../../kit/prims'
import { me, who } from '../../../kit/session'
import { Button, Card, Empty, Note, Problem, Shown, Sure, Tag } from '../../../kit/ui'
import { words } from '../../../kit/words'
import { server } from '../../../my/server'
import { SignedIn } from '../../../my/SignedIn'
import { tieWord } from '../../../my/ties'
import type { Tie } from '../../../my/types'

const w = words({
  title: ['家人', 'Family'],
  mine: ['我帮助的人', 'People I help'],
  others: ['帮我办事的人', 'People who help me'],
  noneMine: ['还没有。添加后要对方同意才算。', 'None yet. It counts once they agree.'],
  noneOthers: ['还没有人帮您办事。', 'Nobody acts for you.'],
  add: ['添加家人', 'Add somebody'],
  ask: (n: string) => [`${n} 想帮您办事。您同意吗？`, `${n} would like to act for you. Do you agree?`],
  agree: ['同意', 'I agree'], refuse: ['不同意', 'I do not'],
  end: ['结束', 'End this'],
  endWhat: (n: string) => [`不再由 ${n} 办理？`, `End this with ${n}?`],
  endNote: ['马上生效。已经订好的照常。', 'At once. What is booked stays booked.'],
  until: (d: string) => [`到 ${d}`, `until ${d}`],
})

function TieCard({ t, done }: { t: Tie; done: () => void }) {
  const [open, setOpen] = useState(false)
  const act = useDo(async (verb: 'agree' | 'refuse' | 'end') => {
    await server.answer(t.id, verb)
    await who()
    done()
  })
  const waiting = t.state === 'asked' && !t.mine
  return (
    <Row className="row"><Box className="card-line">
      <Box className="pair"><Span className="name">{t.name}{t.relation ? ` · ${tieWord(t.relation)}` : ''}</Span><Tag kind={t.state === 'agreed' ? 'good' : t.state === 'asked' ? 'warn' : 'grey'}>{tieWord(t.state)}</Tag></Box>
      <P className="note">{[...(t.what ?? []).map(tieWord), t.until ? w.until(day(t.until)) : ''].filter(Boolean).join(' · ')}</P>
      {waiting && <><Note>{w.ask(t.name)}</Note><Button busy={act.busy} onTap={() => void act.go('agree')}>{w.agree}</Button><Button kind="plain" off={act.busy} onTap={() => void act.go('refuse')}>{w.refuse}</Button></>}
      {t.state === 'agreed' && <Sure what={w.endWhat(t.name)} note={w.endNote} yes={w.end} busy={act.busy} open={open} onOpen={setOpen} onYes={() => void act.go('end')} />}
      {act.error !== undefined && <Problem error={act.error} />}
    </Box></Row>
  )
}

/** Family: whom I help, who helps me, with consent that can be taken back. */
export default function Family() {
  const m = me.use()
  const asked = useAsk(m.in ? 'family' : null, server.family)
  useDidShow(asked.shown)
  const part = (d: Tie[], mine: boolean) => d.filter(t => t.mine === mine && t.state !== 'ended' && t.state !== 'refused')
  return (
    <Page title={w.title}>
      <SignedIn person>
        <Shown of={asked}>{d => (
          <>
            <Card className="flush" title={w.mine}>{part(d, true).length ? <List>{part(d, true).map(t => <TieCard key={t.id} t={t} done={asked.again} />)}</List> : <Empty text={w.noneMine} />}</Card>
            <Button icon="plus" onTap={() => go('sub/my/invite/index')}>{w.add}</Button>
            <Card className="flush" title={w.others}>{part(d, false).length ? <List>{part(d, false).map(t => <TieCard key={t.id} t={t} done={asked.again} />)}</List> : <Empty text={w.noneOthers} />}</Card>
          </>
        )}</Shown>
      </SignedIn>
    </Page>
  )
}
