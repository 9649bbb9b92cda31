import { useState } from 'react'
import { App, Button, Input, Modal } from 'antd'
import { send, useDo } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { FilterBar } from '../kit/FilterBar'
import { day } from '../kit/format'
import { Problems } from '../kit/States'
import { Tag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { may, useSession } from '../session/session'
import { w, type Rating } from './words'

/** Ratings are what people say of what was delivered; a provider replies, the street hides words that hurt somebody. */
export function Ratings() {
  const url = useUrl()
  const session = useSession().data
  const { message } = App.useApp()
  const [of, setOf] = useState<{ r: Rating; verb: 'reply' | 'hide' }>()
  const [text, setText] = useState('')
  const act = useDo(() => send('post', `/ratings/${of!.r.id}/${of!.verb}`, { body: of!.verb === 'reply' ? { reply: text.trim() } : { reason: text.trim() } }), ['/ratings'], () => { setOf(undefined); void message.success(w.done) })
  const ask = (r: Rating, verb: 'reply' | 'hide') => { setText(verb === 'reply' ? r.reply ?? '' : r.hidden ?? ''); setOf({ r, verb }) }
  const columns: Column<Rating>[] = [
    { key: 'stars', title: w.ratings, render: r => <span role="img" title={w.stars(r.stars)} aria-label={w.stars(r.stars)} style={{ whiteSpace: 'nowrap' }}><span aria-hidden="true" style={{ color: '#9a5b00' }}>{'★'.repeat(r.stars)}</span><span aria-hidden="true" style={{ color: '#8693a3' }}>{'☆'.repeat(5 - r.stars)}</span></span>, text: r => String(r.stars) },
    { key: 'text', title: w.said, render: r => <div>{r.hidden ? <Tag>{w.hidden}</Tag> : r.text || '—'}{r.reply && <div className="muted small">{w.answerRating}：{r.reply}</div>}</div>, text: r => (r.hidden ? '' : r.text ?? '') },
    { key: 'service', title: w.service, render: r => <span>{r.service_name}<span className="muted small" style={{ display: 'block' }}>{r.org_name}</span></span>, text: r => r.service_name },
    { key: 'day', title: w.day, render: r => day(r.day), text: r => r.day },
    { key: 'number', title: w.order, render: r => <span className="mono small">{r.number}</span>, text: r => r.number },
    { key: 'proxy', title: w.proxy, render: r => (r.proxy ? <Tag>{w.proxy}</Tag> : ''), text: r => (r.proxy ? w.proxy : ''), off: true },
    { key: 'do', title: c.actions, render: r => <span className="row">{may(session, 'supervision.reply') && <Button size="small" onClick={() => ask(r, 'reply')}>{w.answerRating}</Button>}{may(session, 'supervision.hide_rating') && r.text && <Button size="small" onClick={() => ask(r, 'hide')}>{w.hide}</Button>}</span> },
  ]
  return (
    <div className="panel">
      <FilterBar filters={[{ kind: 'choice', name: 'at_most', label: w.atMost, options: [1, 2, 3].map(n => ({ value: String(n), label: w.stars(n) })) }]} />
      <DataTable<Rating> id="ratings" path="/ratings" query={{ at_most: url.get('at_most') || undefined }} columns={columns} rowKey={r => r.id} empty={{ title: w.noRatings, next: w.noRatingsNext }} />
      {of && (
        <Modal open title={of.verb === 'reply' ? w.answerRating : w.hide} okText={of.verb === 'reply' ? w.answerRating : w.hide} cancelText={c.cancel} confirmLoading={act.isPending} okButtonProps={{ disabled: of.verb === 'reply' && !text.trim() }} onCancel={() => { act.reset(); setOf(undefined) }} onOk={() => act.mutate(undefined as never)}>
          <p>{of.r.text}</p>
          <label>{of.verb === 'reply' ? w.answerRating : w.hideWhy}<Input.TextArea rows={3} maxLength={of.verb === 'reply' ? 2000 : 200} value={text} autoFocus onChange={e => setText(e.target.value)} /></label>
          {act.isError && <Problems error={act.error} />}
        </Modal>
      )}
    </div>
  )
}
