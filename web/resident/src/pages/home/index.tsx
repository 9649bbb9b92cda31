import { useDidShow } from '@tarojs/taro'
import { useEffect } from 'react'
import { useAsk } from '../../kit/ask'
import { clock, near } from '../../kit/format'
import { go } from '../../kit/go'
import { Icon } from '../../kit/Icon'
import { useLive } from '../../kit/live'
import { Page } from '../../kit/Page'
import { Box, H2, List, P, Row, Span, Tap } from '../../kit/prims'
import { acting, me, who } from '../../kit/session'
import { settings } from '../../kit/settings'
import { Button, Card, Empty, Note, Problem, Shown, Tile } from '../../kit/ui'
import { common, named, words } from '../../kit/words'
import { OrderCard } from '../../my/OrderCard'
import { serviceName } from '../../my/sentences'
import { server } from '../../my/server'

const w = words({
  title: ['邻里', 'Linli'],
  hello: (n: string) => [`${n ? n + '，' : ''}${day()}好`, `Good ${hour() < 12 ? 'morning' : hour() < 18 ? 'afternoon' : 'evening'}${n ? ', ' + n : ''}`],
  welcome: ['街坊的事，家门口办', 'Help from the neighbourhood, close to home'],
  welcomeNote: ['不登录也能看服务、时间和价格。预约时再登录。', 'Look at services, hours and prices without signing in. Sign in when you book.'],
  next: ['接下来', 'What comes next'],
  none: ['今天和以后都还没有预约。', 'Nothing is booked yet.'],
  meal: ['订午餐', 'Order lunch'],
  mealNote: ['一次订好一周', 'A whole week at once'],
  find: ['找服务', 'Find a service'],
  findNote: ['就近、正在营业', 'Near, open now'],
  entitled: ['我能享受什么', 'What am I entitled to'],
  entitledNote: ['看看有哪些补贴和理由', 'With the reason for each'],
  mine: ['我的预约', 'My bookings'],
  mineNote: ['看进度、取消、评价', 'See, cancel, rate'],
  family: ['帮家人办', 'For my family'],
  familyNote: ['对方同意后代办', 'Once they agree'],
  messages: ['消息', 'Messages'],
  unread: (n: number) => [`${n} 条未读`, `${n} unread`],
  noNew: ['没有未读', 'None unread'],
  offer: ['轮到您了', 'A place is free for you'],
  answer: ['去答复', 'Answer'],
  offerText: (s: string, d: string, t: string) => [`${s}，${d}，请在 ${t} 前答复。`, `${s}, ${d}: please answer by ${t}.`],
  search: ['搜服务，如：午餐、洗澡、修水管', 'Search: lunch, bathing, repair'],
  kinds: ['服务分类', 'Kinds of service'],
})
const hour = () => (new Date().getUTCHours() + 8) % 24
const day = () => (hour() < 5 ? '夜深了，您' : hour() < 12 ? '上午' : hour() < 14 ? '中午' : hour() < 18 ? '下午' : '晚上')

/** Home: greeting, what comes next and whom to call, messages, and the ways in. */
export default function Home() {
  const m = me.use(), s = settings.use()
  const asked = useAsk(m.in && m.for ? `home:${m.for}:${s.lang}` : null, () => server.home(m.for))
  const kinds = useAsk(s.care ? null : 'kinds', server.categories)
  const again = asked.again
  useDidShow(() => {
    if (m.in) asked.shown()
    else if (m.error) void who()
  })
  useLive(m.in, 'orders.,inbox.,delivery.', again)
  const call = asked.data?.call
  useEffect(() => { if (call?.phone) me.set({ help: call }) }, [call?.phone, call?.name]) // eslint-disable-line
  const age = asked.data?.person?.age ?? acting(m)?.age
  useEffect(() => {
    const now = settings.get()
    if (m.in && !now.offered && !now.care && (age ?? 0) >= 60) go('sub/my/care/index')
  }, [m.in, age])

  return (
    <Page title={w.title} tab who>
      {m.in
        ? <P className="big">{w.hello(m.name)}</P>
        : m.known && !m.error && <Card className="hello"><P className="big">{w.welcome}</P><P className="note">{w.welcomeNote}</P><Button onTap={() => go('sub/my/signin/index')}>{common.signIn}</Button></Card>}
      {m.error !== undefined && !m.in && <Problem error={m.error} again={() => void who()} />}

      {m.in && m.for && (
        <Shown of={asked}>{h => (
          <>
            {h.offers.map(o => (
              <Note key={o.id} kind="good"><P className="name">{w.offer}</P><P>{w.offerText(serviceName(o), near(o.day), o.until ? clock(o.until) : '—')}</P><Tap className="link" onTap={() => go('sub/order/waiting/index')}>{w.answer}</Tap></Note>
            ))}
            <Card className="flush" title={w.next}>
              {h.orders.length ? <List>{h.orders.slice(0, s.care ? 1 : 3).map(o => <OrderCard key={o.id} o={o} />)}</List> : <Empty text={w.none} />}
            </Card>
          </>
        )}</Shown>
      )}

      {!s.care && <Tap className="searchbox" onTap={() => go('sub/order/find/index')}><Icon name="search" /><Span className="note">{w.search}</Span></Tap>}
      <Box className="tiles">
        <Tile icon="meal" name={w.meal} note={w.mealNote} onTap={() => go('sub/order/place/index', { category: 'elder.meal_delivery' })} />
        <Tile icon="search" name={w.find} note={w.findNote} onTap={() => go('sub/order/find/index')} />
        {m.in && <Tile icon="list" name={w.mine} note={w.mineNote} onTap={() => go('sub/order/mine/index')} />}
        {!s.care && <Tile icon="gift" name={w.entitled} note={w.entitledNote} onTap={() => go('sub/order/find/index', { entitled: '1' })} />}
        {!s.care && m.in && <Tile icon="family" name={w.family} note={w.familyNote} onTap={() => go('sub/my/family/index')} />}
        {m.in && (!s.care || (!!asked.data?.unread && !asked.data.offers.length)) && <Tile icon="message" name={w.messages} note={asked.data?.unread ? w.unread(asked.data.unread) : w.noNew} onTap={() => go('sub/my/messages/index')} />}
      </Box>
      {!s.care && (kinds.data?.length ?? 0) > 0 && (
        <Card><H2>{w.kinds}</H2><List className="chips">
          {kinds.data!.filter(k => !k.parent).map(k => <Row key={k.key}><Tap className="chip" onTap={() => go('sub/order/find/index', { category: k.key })}>{named(k)}</Tap></Row>)}
        </List></Card>
      )}
    </Page>
  )
}
