import { useState } from 'react'
import { Button, InputNumber, Select } from 'antd'
import { send, useDo } from '../kit/api'
import { Explain } from '../kit/Explain'
import { money } from '../kit/format'
import { Problems } from '../kit/States'
import { language, named } from '../kit/words'
import { keyOf, useAttributeKinds } from '../map/data'
import { w, type Service, type Verdict } from './words'

/** Verdicts says in words whether someone is entitled, and shows why. */
export function Ruled({ v }: { v: Verdict }) {
  const a = v.answer.verdict
  return (
    <>
      <b>{a === 'yes' ? `✓ ${w.eligible}` : a === 'no' ? `✕ ${w.notEligible}` : `? ${w.maybe}`}</b>
      {a === 'yes' && v.price_fen > 0 && <span className="muted"> · {w.youPay(money(v.price_fen))}{v.subsidy && ` (${v.subsidy})`}</span>}
      <Explain reasons={(v.answer.reasons ?? []).map(r => ({ ok: r.verdict === 'yes' ? true : r.verdict === 'no' ? false : null, text: language() === 'en' ? r.en : r.zh }))} />
    </>
  )
}

/** Eligibility says for whom a service is, and tries the rule on made-up facts. */
export function Eligibility({ s }: { s: Service }) {
  const kinds = useAttributeKinds()
  const [age, setAge] = useState<number | null>(72)
  const [attrs, setAttrs] = useState<string[]>([])
  const check = useDo(() => send<Verdict>('post', `/services/${s.id}/check-eligibility`, { body: { ...(age === null ? {} : { age }), attributes: Object.fromEntries(attrs.map(a => [a, ''])) } }))
  return (
    <section>
      <h3 style={{ marginBottom: 4 }}>{w.eligibility}</h3>
      <p style={{ margin: '0 0 8px' }}>{(language() === 'en' ? s.rule_en : s.rule_zh) || s.for_whom || w.everyone}</p>
      {s.eligibility && <>
        <div className="row wrap">
          <InputNumber min={0} max={130} value={age} onChange={setAge} aria-label={w.age} prefix={w.age} style={{ width: 120 }} />
          <Select mode="multiple" value={attrs} onChange={setAttrs} aria-label={w.attrs} placeholder={w.attrs} style={{ minWidth: 220 }} showSearch={{ optionFilterProp: 'label' }} options={(kinds.data?.items ?? []).map(k => ({ value: keyOf(k), label: named(k) }))} />
          <Button loading={check.isPending} onClick={() => check.mutate(undefined as never)}>{w.check}</Button>
        </div>
        {check.isError && <div role="alert"><b>{check.error.message}</b><Problems error={check.error} /></div>}
        {check.data && <div role="status" style={{ marginTop: 8 }}><Ruled v={check.data} /></div>}
      </>}
    </section>
  )
}
