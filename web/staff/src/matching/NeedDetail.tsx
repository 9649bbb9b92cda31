import { useState } from 'react'
import { Link } from 'react-router'
import { Button, Input, Modal } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { DetailDrawer } from '../kit/DetailDrawer'
import { count, day, metres, when } from '../kit/format'
import { Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { useNames } from '../directory/lookups'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { needStates, reasonOf, sourceWord, urgencyWord, w, whyWord, type Candidate, type Need } from './data'

const constraintWord = (k: string) => (w as unknown as Record<string, string>)['c_' + k] ?? k

export function NeedDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const need = useApi<Need>('/needs/' + id)
  const names = useNames()
  const regions = useRegions()
  const url = useUrl()
  const session = useSession().data
  return (
    <DetailDrawer open title={need.data ? names.category(need.data.category) : w.need} onClose={onClose}>
      <Shown of={need}>
        {n => (
          <div className="stack">
            <div className="row wrap"><StateTag state={n.state} table={needStates()} /><span className="grow" />{may(session, 'exchange.add_needs') && <Moves n={n} />}</div>
            <dl className="facts">
              <dt>{w.person}</dt><dd>{may(session, 'people.search') ? <Link to={keepRegion('/people/' + n.person, url.params)}>{n.name || c.details}</Link> : n.name || '—'}</dd>
              <dt>{c.region}</dt><dd>{regions.longName(n.region)}</dd>
              <dt>{w.urgency}</dt><dd>{urgencyWord(n.urgency)}</dd>
              <dt>{w.source}</dt><dd>{sourceWord(n.source)}</dd>
              {(n.quantity ?? 1) > 1 && <><dt>{w.quantity}</dt><dd>{count(n.quantity)}</dd></>}
              {n.from && <><dt>{w.term}</dt><dd>{n.to ? `${day(n.from)} – ${day(n.to)}` : w.since(day(n.from))}</dd></>}
              {!!n.constraints?.length && <><dt>{w.constraints}</dt><dd>{n.constraints.map(constraintWord).join('、')}</dd></>}
              {n.note && <><dt>{w.note}</dt><dd>{n.note}</dd></>}
              {n.reason && <><dt>{w.becauseL}</dt><dd>{n.reason}</dd></>}
              <dt>{c.created}</dt><dd>{when(n.created)}</dd>
            </dl>
            <section data-match>
              <h3 style={{ marginBottom: 8 }}>{w.itsMatch}</h3>
              {n.given ? (
                <div className="panel"><div className="body">
                  <div className="row"><b className="grow">{named(n.given)}</b>{n.match && <span className="muted">{metres(n.match.distance_m)}</span>}</div>
                  {n.given.who_name && <div className="muted">{n.given.who_name}</div>}
                  {n.match && <div style={{ marginTop: 6 }}>{reasonOf(n.match)}</div>}
                  {n.run && may(session, 'exchange.see_runs') && <div style={{ marginTop: 6 }}><Link to={keepRegion('/matching/' + n.run, url.params)}>{w.theRun}</Link></div>}
                </div></div>
              ) : <div className="muted">{w.noMatch}</div>}
            </section>
            {n.state === 'open' || n.state === 'matched' ? <Candidates n={n} /> : null}
          </div>
        )}
      </Shown>
    </DetailDrawer>
  )
}

function Candidates({ n }: { n: Need }) {
  const list = useApi<List<Candidate>>(`/needs/${n.id}/candidates`, { limit: 10 })
  return (
    <section>
      <h3 style={{ marginBottom: 8 }}>{w.candidates}</h3>
      <Shown of={list} rows={3}>
        {l => l.items.length === 0 ? <div className="muted">{w.noCandidates}</div> : (
          <ol style={{ margin: 0, padding: 0, listStyle: 'none' }}>
            {l.items.map(x => (
              <li key={x.offer.id} style={{ padding: '8px 0', borderBottom: '1px solid var(--line)' }}>
                <div className="row"><b className="grow">{named(x.offer)}</b>{n.offer === x.offer.id ? <Tag tone="blue">{w.n_matched}</Tag> : x.possible ? <Tag tone="green">{w.free(count(x.free))}</Tag> : <Tag tone="amber">{whyWord(x.why ?? '')}</Tag>}<span className="muted">{metres(x.distance_m)}</span></div>
                {n.offer !== x.offer.id && <div className="muted small">{reasonOf(x)}</div>}
              </li>
            ))}
          </ol>
        )}
      </Shown>
    </section>
  )
}

function Moves({ n }: { n: Need }) {
  const [to, setTo] = useState<'met' | 'withdrawn' | 'closed'>()
  const [reason, setReason] = useState('')
  const move = useDo((state: string) => send('post', `/needs/${n.id}/state`, { body: { state, ...(reason.trim() ? { reason: reason.trim() } : {}) }, etag: `"${n.version}"` }), ['/needs', '/offers'], () => setTo(undefined))
  if (n.state !== 'open' && n.state !== 'matched') return null
  const titles = { met: w.meet, withdrawn: w.withdraw, closed: w.close }
  return (
    <>
      {n.state === 'matched' && <Button size="small" type="primary" onClick={() => { setTo('met'); setReason('') }}>{w.meet}</Button>}
      <Button size="small" onClick={() => { setTo('withdrawn'); setReason('') }}>{w.withdraw}</Button>
      <Button size="small" onClick={() => { setTo('closed'); setReason('') }}>{w.close}</Button>
      <Modal open={!!to} title={to && titles[to]} onCancel={() => setTo(undefined)} onOk={() => move.mutate(to!)} okText={to && titles[to]} cancelText={c.cancel} confirmLoading={move.isPending} okButtonProps={{ disabled: to !== 'met' && reason.trim().length < 2 }} destroyOnHidden>
        {to !== 'met' && <p className="muted">{w.moveAsk}</p>}
        <Input value={reason} onChange={e => setReason(e.target.value)} placeholder={w.becauseL} aria-label={w.becauseL} maxLength={200} />
        {move.isError && <div role="alert" style={{ marginTop: 12 }}><b>{move.error.message}</b><Problems error={move.error} /></div>}
      </Modal>
    </>
  )
}
