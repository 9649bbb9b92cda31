import { useState } from 'react'
import { useAsk } from '../../kit/ask'
import { Page } from '../../kit/Page'
import { where } from '../../kit/place'
import { List, P } from '../../kit/prims'
import { toast } from '../../kit/go'
import { Button, Card, Empty, Shown } from '../../kit/ui'
import { words } from '../../kit/words'
import { Place } from '../../my/Points'
import { server } from '../../my/server'

const w = words({
  title: ['共享小屋', 'Sharing hut'],
  what: ['借东西、学手艺、用场地、参加活动，都在小屋。', 'Borrow things, learn a skill, use a room, join an activity: all at the hut.'],
  later: ['网上借用和报名还没有开通。现在请直接到小屋办，或打小屋的电话。', 'Borrowing and signing up online are not open yet. For now, go to the hut or call it.'],
  near: ['附近的小屋', 'Huts nearby'],
  all: ['小屋和开放时间', 'Huts and their hours'],
  locate: ['按离我远近排', 'Nearest first'],
  none: ['目录里还没有小屋。', 'The directory has no hut yet.'],
  noPlace: ['没有拿到位置，先按原来的顺序看。', 'Your place is not known; the order stays.'],
})

/** Hut: what comes, said truthfully, and the nearest hut with its hours. */
export default function Hut() {
  const [near, setNear] = useState<string>()
  const asked = useAsk(`huts:${near ?? ''}`, () => server.points('hut', near))
  const locate = async () => {
    const at = await where()
    if (at) setNear(at)
    else toast(w.noPlace)
  }
  return (
    <Page title={w.title} tab>
      <Card><P className="big">{w.what}</P><P>{w.later}</P></Card>
      <Card className="flush" title={near ? w.near : w.all}>
        <Shown of={asked} empty={d => (d.length ? undefined : <Empty text={w.none} />)}>{d => <List>{d.slice(0, 3).map(p => <Place key={p.id} p={p} />)}</List>}</Shown>
      </Card>
      <Button kind="plain" icon="pin" onTap={() => void locate()}>{w.locate}</Button>
    </Page>
  )
}
