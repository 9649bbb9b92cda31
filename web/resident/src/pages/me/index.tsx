import { go } from '../../kit/go'
import { Page } from '../../kit/Page'
import { List, P, Row } from '../../kit/prims'
import { leave, me } from '../../kit/session'
import { change, settings } from '../../kit/settings'
import { Button, Card, Line, Switch } from '../../kit/ui'
import { common, words } from '../../kit/words'

const w = words({
  title: ['我的', 'Me'],
  hello: (n: string) => [n ? `${n}，您好` : '您好', n ? `Hello, ${n}` : 'Hello'],
  out: ['登录后可以预约、看进度、收消息。', 'Sign in to book, follow and get messages.'],
  care: ['关怀版', 'Care mode'],
  careNote: ['大字、大按钮、少选项', 'Large text and buttons, fewer choices'],
  mine: ['我的预约', 'My bookings'],
  series: ['每周固定', 'Every week'],
  waiting: ['排队候补', 'Waiting list'],
  family: ['家人和我帮助的人', 'Family and people I help'],
  messages: ['消息', 'Messages'],
  settings: ['语言、字号、隐私', 'Language, text size, privacy'],
  looked: ['谁看过我的资料', 'Who looked at my record'],
  signOut: ['退出登录', 'Sign out'],
})

/** Me: bookings, family, settings; four first in care mode. */
export default function Me() {
  const m = me.use(), s = settings.use()
  return (
    <Page title={w.title} tab>
      {m.in ? <P className="big">{w.hello(m.name)}</P> : m.known && <Card><P>{w.out}</P><Button onTap={() => go('sub/my/signin/index')}>{common.signIn}</Button></Card>}
      <Card className="flush"><List>
        <Row className="row"><Switch name={w.care} note={w.careNote} on={s.care} onChange={care => change({ care, offered: true })} /></Row>
        {m.in && <Line icon="list" name={w.mine} onTap={() => go('sub/order/mine/index')} />}
        {m.in && !s.care && <Line icon="repeat" name={w.series} onTap={() => go('sub/order/series/index')} />}
        {m.in && !s.care && <Line icon="clock" name={w.waiting} onTap={() => go('sub/order/waiting/index')} />}
        {m.in && <Line icon="family" name={w.family} onTap={() => go('sub/my/family/index')} />}
        {m.in && !s.care && <Line icon="message" name={w.messages} onTap={() => go('sub/my/messages/index')} />}
        {m.in && !s.care && <Line icon="eye" name={w.looked} onTap={() => go('sub/my/looked/index')} />}
        <Line icon="gear" name={w.settings} onTap={() => go('sub/my/settings/index')} />
      </List></Card>
      {m.in && <Button kind="quiet" onTap={() => void leave()}>{w.signOut}</Button>}
    </Page>
  )
}
