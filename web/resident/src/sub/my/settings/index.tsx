import { go } from '../../../kit/go'
import { Page } from '../../../kit/Page'
import { List, P, Row } from '../../../kit/prims'
import { leave, me } from '../../../kit/session'
import { change, settings } from '../../../kit/settings'
import { Button, Card, Choice, Line, Switch } from '../../../kit/ui'
import { words } from '../../../kit/words'

const w = words({
  title: ['设置', 'Settings'],
  care: ['关怀版（长辈版）', 'Care mode'],
  careNote: ['大字、大按钮、少选项、可读出来', 'Large text and buttons, fewer choices, read aloud'],
  size: ['字号', 'Text size'],
  normal: ['标准', 'Standard'], large: ['大', 'Large'], largest: ['特大', 'Largest'],
  lang: ['语言 Language', 'Language 语言'],
  sample: ['明天 11:00–12:30，午餐送到家，您付 ¥8.00', 'Lunch comes tomorrow 11:00–12:30; you pay ¥8.00'],
  privacy: ['隐私说明', 'Privacy notice'],
  looked: ['谁看过我的资料', 'Who looked at my record'],
  signOut: ['退出登录', 'Sign out'],
  note: ['退出后，这台手机上的草稿和资料都会清掉。', 'Signing out clears drafts and data from this phone.'],
})

export default function SettingsPage() {
  const s = settings.use(), m = me.use()
  return (
    <Page title={w.title}>
      <Card className="flush"><List><Row className="row"><Switch name={w.care} note={w.careNote} on={s.care} onChange={care => change({ care, offered: true })} /></Row></List></Card>
      <Card>
        <Choice name={w.size} value={s.size} all={[[0, w.normal], [1, w.large], [2, w.largest]] as const} onPick={size => change({ size })} />
        <P>{w.sample}</P>
        <Choice name={w.lang} value={s.lang} all={[['zh', '中文'], ['en', 'English']] as const} onPick={lang => change({ lang })} />
      </Card>
      <Card className="flush"><List>
        <Line icon="info" name={w.privacy} onTap={() => go('sub/my/privacy/index')} />
        {m.in && <Line icon="eye" name={w.looked} onTap={() => go('sub/my/looked/index')} />}
      </List></Card>
      {m.in && <><Button kind="plain" onTap={() => void leave()}>{w.signOut}</Button><P className="note">{w.note}</P></>}
    </Page>
  )
}
