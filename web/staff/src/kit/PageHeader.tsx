import { useEffect, type ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { keepRegion } from './url'
import { common } from './words'

export function PageHeader({ title, lead, extra, up }: { title: string; lead?: ReactNode; extra?: ReactNode; up?: { to: string; title: string } }) {
  const [params] = useSearchParams()
  useEffect(() => {
    document.title = `${title} · ${common.brand}`
  }, [title])
  return (
    <div className="pageheader">
      <div className="titles">
        {up && <div className="crumbs"><Link to={keepRegion(up.to, params)}>← {up.title}</Link></div>}
        <h1>{title}</h1>
        {lead && <p>{lead}</p>}
      </div>
      {extra && <div className="row wrap">{extra}</div>}
    </div>
  )
}
