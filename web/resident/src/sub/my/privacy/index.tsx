import { useRouter } from '@tarojs/taro'
import { back, replace } from '../../../kit/go'
import { Page } from '../../../kit/Page'
import { List, P, Row } from '../../../kit/prims'
import { change, settings } from '../../../kit/settings'
import { Button, Card, Note } from '../../../kit/ui'
import { words } from '../../../kit/words'

const w = words({
  title: ['隐私说明', 'Privacy notice'],
  short: ['一句话：只用办事要用的，谁看过您都能查，随时可以收回。', 'In short: only what the job needs, you can see who looked, and you can take consent back at any time.'],
  what: ['用什么、为什么', 'What is used, and why'],
  a: ['手机号：确认是您本人，通知您预约的进展。', 'Your telephone number: to know it is you and to tell you how your booking goes.'],
  b: ['社区登记的姓名、住址、年龄、补贴资格：送到家、算补贴。', 'Name, address, age and entitlements that the community holds: to come to your door and work out the subsidy.'],
  c: ['您填的备注和饮食要求：只给做这件事的人看，结算后就看不到。', 'Notes and diet that you give: seen only by those who do the job, and not after it is settled.'],
  d: ['位置：只在您点“离我近”时用一次，不保存。', 'Your place: used once when you tap “near me”, never kept.'],
  not: ['不做什么', 'What is not done'],
  e: ['不做广告，不卖、不送给别人，不用人脸。', 'No advertising, nothing sold or given away, no faces.'],
  rights: ['您的权利', 'Your rights'],
  f: ['查谁看过您的资料、改错、停用账号、收回同意。在“我的”里办，或找社区。', 'See who looked, correct mistakes, close the account, take consent back: under “Me”, or at your community. (PIPL art. 44–47)'],
  agree: ['同意', 'I agree'],
  refuse: ['不同意，只看公开的', 'I do not agree; show what is public'],
  agreed: ['您已同意。', 'You have agreed.'],
  refused: ['您没有同意。公开的部分照样能用。', 'You have not agreed. What is public stays open to you.'],
  withdraw: ['收回同意', 'Take consent back'],
})

/** Privacy comes before any personal field (PIPL art. 14, 17); refusing leaves the public part. */
export default function Privacy() {
  const s = settings.use()
  const then = useRouter().params.then
  const answer = (privacy: 'agreed' | 'refused') => {
    change({ privacy })
    if (then === 'signin' && privacy === 'agreed') replace('sub/my/signin/index')
    else back()
  }
  return (
    <Page title={w.title} foot={s.privacy === 'agreed'
      ? <Button kind="plain" onTap={() => answer('refused')}>{w.withdraw}</Button>
      : <><Button onTap={() => answer('agreed')}>{w.agree}</Button><Button kind="plain" onTap={() => answer('refused')}>{w.refuse}</Button></>}>
      {s.privacy && <Note>{s.privacy === 'agreed' ? w.agreed : w.refused}</Note>}
      <P className="big">{w.short}</P>
      <Card title={w.what}><List className="spaced"><Row><P>{w.a}</P></Row><Row><P>{w.b}</P></Row><Row><P>{w.c}</P></Row><Row><P>{w.d}</P></Row></List></Card>
      <Card title={w.not}><P>{w.e}</P></Card>
      <Card title={w.rights}><P>{w.f}</P></Card>
    </Page>
  )
}
