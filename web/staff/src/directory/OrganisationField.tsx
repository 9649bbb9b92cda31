import { useEffect, useState } from 'react'
import { Select } from 'antd'
import { useApi, type List } from '../kit/api'
import { named } from '../kit/words'
import type { Org } from './words'

/** OrganisationField finds an organisation by its name: a district may have thousands. Used as a field of a form. */
export function OrganisationField({ value, onChange, id, disabled, known, allowClear }: { value?: string; onChange?: (id?: string) => void; id?: string; disabled?: boolean; known?: string; allowClear?: boolean }) {
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  useEffect(() => { const t = setTimeout(() => setQ(typed.trim()), 250); return () => clearTimeout(t) }, [typed])
  const found = useApi<List<Org>>('/organisations', { q, limit: 50 }, { staleTime: 60_000, placeholderData: old => old })
  const options = (found.data?.items ?? []).map(o => ({ value: o.id, label: named(o) }))
  if (value && known && !options.some(o => o.value === value)) options.unshift({ value, label: known })
  return <Select id={id} disabled={disabled} allowClear={allowClear} showSearch={{ onSearch: setTyped, filterOption: false }} value={value} onChange={onChange} options={options} loading={found.isFetching} />
}
