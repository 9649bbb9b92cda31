import { back, go } from '../../../kit/go'
import { Page } from '../../../kit/Page'
import { Box, List, P, Row, Span, Tap } from '../../../kit/prims'
import { Icon } from '../../../kit/Icon'
import { choose, me } from '../../../kit/session'
import { Button, Card } from '../../../kit/ui'
import { common, words } from '../../../kit/words'

const w = words({
  title: ['为谁办理', 'For whom'],
  ask: ['选一个人。之后的预约都记在他/她名下。', 'Choose a person. What you book is theirs.'],
  add: ['添加家人', 'Add somebody'],
})

/** Who chooses the person acted for. */
export default function Who() {
  const m = me.use()
  return (
    <Page title={w.title}>
      <P>{w.ask}</P>
      <Card className="flush"><List>
        {m.people.map(p => (
          <Row key={p.id} className="row"><Tap className="line" pressed={p.id === m.for} onTap={() => {
            choose(p.id)
            back()
          }}><Icon name="person" /><Box className="grow"><Span className="name">{p.name || common.self}</Span><Span className="note">{p.self ? common.self : p.relation ?? ''}</Span></Box>{p.id === m.for && <Icon name="check" />}</Tap></Row>
        ))}
      </List></Card>
      <Button kind="plain" icon="plus" onTap={() => go('sub/my/family/index')}>{w.add}</Button>
    </Page>
  )
}
