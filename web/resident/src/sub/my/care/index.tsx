import { back } from '../../../kit/go'
import { Page } from '../../../kit/Page'
import { Box, P } from '../../../kit/prims'
import { change } from '../../../kit/settings'
import { Button, Card } from '../../../kit/ui'
import { words } from '../../../kit/words'

const w = words({
  title: ['关怀版', 'Care mode'],
  ask: ['要换成大字、大按钮吗？', 'Larger text and buttons?'],
  what: ['字更大，一页只放几件事，可以读给您听，随时能打电话找社区。', 'Larger text, a few things on each page, read aloud, and help one call away.'],
  sample: ['明天 11:00–12:30 午餐送到家', 'Lunch comes tomorrow 11:00–12:30'],
  yes: ['好，换成关怀版', 'Yes, switch to care mode'],
  no: ['不用', 'No, thank you'],
  later: ['以后在“我的”里随时能换，不会再问。', 'It can be changed under “Me” at any time. You will not be asked again.'],
})

/** Care is the offer at the first start to whoever is 60 or older; it is made once. */
export default function Care() {
  const choose = (care: boolean) => {
    change({ care, offered: true })
    back()
  }
  return (
    <Page title={w.title}>
      <P className="big">{w.ask}</P>
      <P>{w.what}</P>
      <Card><Box style={{ fontSize: '24px', fontWeight: 600 }}>{w.sample}</Box></Card>
      <Button onTap={() => choose(true)}>{w.yes}</Button>
      <Button kind="plain" onTap={() => choose(false)}>{w.no}</Button>
      <P className="note">{w.later}</P>
    </Page>
  )
}
