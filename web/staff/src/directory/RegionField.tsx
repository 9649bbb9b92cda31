import { useMemo } from 'react'
import { Cascader } from 'antd'
import { useSession } from '../session/session'
import { pathTo, tree, useRegions } from '../shell/regions'

/** RegionField chooses one region among those of one's posts. Used as a field of a form; "id" ties it to its label. */
export function RegionField({ value, onChange, id }: { value?: string; onChange?: (code?: string) => void; id?: string }) {
  const regions = useRegions()
  const s = useSession().data
  const options = useMemo(() => tree(regions.all, (s?.posts ?? []).map(p => p.region)), [regions, s])
  return <Cascader id={id} options={options} changeOnSelect showSearch={{ filter: (q, p) => p.some(o => String(o.label).includes(q)) }} value={value ? pathTo(value).filter(c => regions.byCode.has(c)) : undefined} displayRender={l => (l.length > 1 ? l.slice(1) : l).join(' ▸ ')} onChange={v => onChange?.((v as string[] | undefined)?.at(-1))} />
}
