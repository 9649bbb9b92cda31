import { Tabs } from 'antd'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { useUrl } from '../kit/url'
import { may, useSession } from '../session/session'
import { Callbacks } from './Callbacks'
import { Complaints, ComplaintsOfUs } from './Complaints'
import { Ratings } from './Ratings'
import { Sanctions } from './Sanctions'
import { Scorecards } from './Scorecards'
import { w } from './words'

/** Supervision is what people say of services and what follows from it. */
export default function Supervision() {
  const url = useUrl()
  const session = useSession().data
  const tabs = [
    may(session, 'complaints.see') && { key: 'complaints', label: w.complaints, children: <Complaints /> },
    may(session, 'complaints.of_us') && { key: 'complaints', label: w.complaints, children: <ComplaintsOfUs /> },
    may(session, 'supervision.see_ratings') && { key: 'ratings', label: w.ratings, children: <Ratings /> },
    may(session, 'callbacks.see') && { key: 'callbacks', label: w.callbacks, children: <Callbacks /> },
    { key: 'cards', label: w.cards, children: <Scorecards /> },
    may(session, 'sanctions.see', 'sanctions.of_us') && { key: 'sanctions', label: w.sanctions, children: <Sanctions /> },
  ].filter(x => !!x)
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<Live kinds="supervision." again={['/complaints', '/ratings', '/callbacks', '/sanctions']} />} />
      <Tabs activeKey={url.get('tab') || tabs[0]?.key} onChange={tab => url.set({ tab, open: '' })} items={tabs} destroyOnHidden />
    </div>
  )
}
