import { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { useAsk } from '../../../kit/ask'
import { toast } from '../../../kit/go'
import { Icon } from '../../../kit/Icon'
import { Page } from '../../../kit/Page'
import { where } from '../../../kit/place'
import { Box, Call, Input, Tap } from '../../../kit/prims'
import { helper, me } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Card, Empty, Few, Shown } from '../../../kit/ui'
import { common, named, words } from '../../../kit/words'
import { ServiceRow } from '../../../my/ServiceRow'
import { server } from '../../../my/server'

const w = words({
  title: ['找服务', 'Find a service'],
  hint: ['午餐、洗澡、wucan…', 'Lunch, bathing …'],
  search: ['搜服务：中文、拼音都可以', 'Search services by word or pinyin'],
  near: ['离我近', 'Near me'], open: ['正在营业', 'Open now'], entitled: ['我能享受的', 'For me'],
  filters: ['筛选', 'Filters'], kinds: ['分类', 'Kinds'],
  none: ['没有找到。换个词试试，或少选几个条件。', 'Nothing found. Try another word or fewer filters.'],
  noPlace: ['没有拿到位置。可以在手机设置里允许。', 'Your place is not known. You can allow it in the phone’s settings.'],
  signFirst: ['登录后才知道您能享受什么', 'Sign in to see what you are entitled to'],
})

/** Find: services by word or pinyin, near, open now, by kind, and what one is entitled to, with the reason. */
export default function FindPage() {
  const given = useRouter().params
  const m = me.use(), s = settings.use()
  const [text, setText] = useState(given.q ? decodeURIComponent(given.q) : '')
  const [q, setQ] = useState(text)
  const [near, setNear] = useState<string>()
  const [open, setOpen] = useState(false)
  const [entitled, setEntitled] = useState(given.entitled === '1')
  const [category, setCategory] = useState(given.category ? decodeURIComponent(given.category) : '')
  useEffect(() => {
    const t = setTimeout(() => setQ(text.trim()), 300)
    return () => clearTimeout(t)
  }, [text])
  const kinds = useAsk('kinds', server.categories)
  const mine = entitled && m.in && !!m.for
  const filter = { q, near, open_now: open || undefined, entitled: mine || undefined, category, person: m.for || undefined, limit: 50 }
  const asked = useAsk(m.known ? 'find:' + JSON.stringify({ ...filter, l: s.lang }) : null, () => server.services(filter))
  const locate = async () => {
    if (near) return setNear(undefined)
    const at = await where()
    if (at) setNear(at)
    else toast(w.noPlace)
  }
  const chip = (word: string, on: boolean, tap: () => void) => <Tap key={word} className={on ? 'chip on' : 'chip'} pressed={on} onTap={tap}>{on && <Icon name="check" />}{word}</Tap>
  const top = (kinds.data ?? []).filter(k => !k.parent)
  return (
    <Page title={w.title} who>
      <Box className="searchbox"><Icon name="search" /><Input id="q" className="input" search value={text} onText={setText} onEnter={() => setQ(text.trim())} hint={w.hint} max={40} label={w.search} /></Box>
      <Box className="chips" role="group" label={w.filters}>
        {chip(w.near, !!near, () => void locate())}
        {chip(w.open, open, () => setOpen(!open))}
        {chip(w.entitled, entitled, () => {
          if (!m.in) toast(w.signFirst)
          setEntitled(!entitled)
        })}
      </Box>
      {!s.care && top.length > 0 && (
        <Box className="scroll" role="group" label={w.kinds}>
          {chip(common.all, !category, () => setCategory(''))}
          {top.map(k => chip(named(k), category === k.key, () => setCategory(category === k.key ? '' : k.key)))}
        </Box>
      )}
      <Shown of={asked} empty={d => (d.length ? undefined : <Empty text={w.none}><Call className="link" phone={helper(m).phone}>{common.callFor(helper(m).name)}</Call></Empty>)}>
        {d => <Card className="flush"><Few key={q + category} of={d} each={x => <ServiceRow key={x.id} s={x} reasons={mine} />} /></Card>}
      </Shown>
    </Page>
  )
}
