import { useEffect, useMemo, useRef, useState, type Key, type ReactNode } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Dropdown, Popover, Table } from 'antd'
import { DownloadOutlined, LeftOutlined, ReloadOutlined, RightOutlined, SettingOutlined } from '@ant-design/icons'
import { send, useRegion, type List } from './api'
import { collect, write, type Format } from './export'
import { clock, count } from './format'
import { Empty, Failed, Loading } from './States'
import { useUrl } from './url'
import { common as c, language, words } from './words'

const w = words({
  columns: ['列', 'Columns'],
  export: ['导出', 'Export'],
  exportPage: ['本页 CSV', 'This page as CSV'],
  exportXlsx: ['全部 Excel (XLSX)', 'All as Excel (XLSX)'],
  exportCsv: ['全部 CSV', 'All as CSV'],
  exporting: (n: string) => [`正在导出，已读取 ${n} 行`, `Exporting, ${n} rows so far`],
  exported: (n: string) => [`已导出 ${n} 行，个人信息保持隐藏`, `${n} rows exported, personal data stays masked`],
  part: (n: string) => [`已导出前 ${n} 行，还有更多，请先缩小范围`, `The first ${n} rows exported; there are more: narrow the list`],
  stop: ['停止', 'Stop'],
  total: (n: string) => [`共 ${n} 条`, `${n} in all`],
  page: (i: number) => [`第 ${i} 页`, `Page ${i}`],
  prev: ['上一页', 'Previous page'],
  next: ['下一页', 'Next page'],
  chosen: (n: number) => [`已选 ${n} 条`, `${n} chosen`],
  pane: ['列表', 'List'],
  keys: ['j/k 上下移动，回车打开，/ 搜索', 'j/k to move, Enter to open, / to search'],
})

export interface Column<T> {
  key: string
  title: string
  render: (row: T) => ReactNode
  /** text of the cell in an export; without it the cell is not exported */
  text?: (row: T) => string
  width?: number
  num?: boolean
  /** the server sorts by this name */
  sort?: string
  /** not shown until chosen */
  off?: boolean
}

interface Props<T> {
  id: string
  path: string
  query?: Record<string, unknown>
  columns: Column<T>[]
  rowKey: (row: T) => string
  onOpen?: (row: T) => void
  empty: { title: string; next?: string; action?: ReactNode }
  bulk?: (rows: T[], clear: () => void) => ReactNode
  limit?: number
  scoped?: boolean
  refetchInterval?: number | false
  bar?: ReactNode
}

const typing = (e: KeyboardEvent) => e.target instanceof HTMLElement && (e.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || !!e.target.closest('.ant-select,.ant-modal,.ant-drawer,[role=menu]'))

/** DataTable is a list of the server: keyset pages, sorting, columns to choose, bulk choice, export, keys and four states. */
export function DataTable<T extends object>(p: Props<T>) {
  const url = useUrl()
  const region = useRegion()
  const { message } = App.useApp()
  const sort = url.get('sort')
  const limit = p.limit ?? 25
  const asked = { ...(p.scoped !== false && region ? { region } : {}), ...p.query, ...(sort && p.columns.some(x => x.sort && sort.replace(/^-/, '') === x.sort) ? { sort } : {}) }
  const fingerprint = JSON.stringify(asked)
  const [trail, setTrail] = useState<{ of: string; cursors: string[] }>({ of: fingerprint, cursors: [''] })
  const cursors = trail.of === fingerprint ? trail.cursors : ['']
  const cursor = cursors[cursors.length - 1]
  const q = useQuery({
    queryKey: [p.path, asked, cursor, limit, language()],
    queryFn: () => send<List<T>>('get', p.path, { query: { ...asked, cursor, limit } }),
    placeholderData: keepPreviousData,
    refetchInterval: p.refetchInterval,
  })
  const rows = q.data?.items ?? []

  const store = `linli.columns.${p.id}`
  const [hidden, setHidden] = useState<string[]>(() => JSON.parse(localStorage.getItem(store) ?? 'null') ?? p.columns.filter(x => x.off).map(x => x.key))
  const hide = (next: string[]) => { setHidden(next); localStorage.setItem(store, JSON.stringify(next)) }
  const shown = p.columns.filter(x => !hidden.includes(x.key))

  const [chosen, setChosen] = useState<Key[]>([])
  useEffect(() => setChosen([]), [fingerprint, cursor])
  const [at, setAt] = useState(-1)
  useEffect(() => setAt(-1), [fingerprint, cursor])
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || typing(e)) return
      if (e.key === '/') {
        const field = document.querySelector<HTMLInputElement>('main input[data-slash], main [data-slash] input')
        if (field) { e.preventDefault(); field.focus() }
      } else if (e.key === 'j' || e.key === 'k') {
        setAt(i => Math.max(0, Math.min(rows.length - 1, i + (e.key === 'j' ? 1 : -1))))
      } else if (e.key === 'Enter' && at >= 0 && rows[at] && p.onOpen && !(e.target as HTMLElement).closest('button,a')) {
        p.onOpen(rows[at])
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
  useEffect(() => {
    box.current?.querySelectorAll('tr.ant-table-row')[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])

  useEffect(() => {
    // a wide table scrolls sideways: by keyboard too
    const pane = box.current?.querySelector('.ant-table-content')
    pane?.setAttribute('tabindex', '0')
    pane?.setAttribute('role', 'region')
    pane?.setAttribute('aria-label', w.pane)
  })

  const [reading, setReading] = useState<number>()
  const stop = useRef(false)
  const save = (all: T[], format: Format) => {
    const out = shown.filter(x => x.text)
    return write(p.id, [out.map(x => x.title), ...all.map(r => out.map(x => x.text!(r)))], format)
  }
  const exportAll = async (format: Format) => {
    stop.current = false
    setReading(0)
    try {
      const { rows, whole } = await collect<T>(p.path, asked, n => { setReading(n); return !stop.current })
      if (stop.current) return
      await save(rows, format)
      if (whole) message.success(w.exported(count(rows.length)))
      else message.warning(w.part(count(rows.length)), 8)
    } catch (e) {
      message.error((e as Error).message)
    } finally {
      setReading(undefined)
    }
  }

  const columns = useMemo(() => shown.map(x => ({
    key: x.key, title: x.title, width: x.width, align: x.num ? ('right' as const) : undefined,
    render: (_: unknown, r: T) => x.render(r),
    sorter: !!x.sort, sortOrder: x.sort && sort.replace(/^-/, '') === x.sort ? (sort.startsWith('-') ? ('descend' as const) : ('ascend' as const)) : null,
  })), [shown, sort])

  // The row by which the table measures itself repeats the head, checkbox and all: nobody should get into it.
  useEffect(() => { box.current?.querySelectorAll<HTMLElement>('.ant-table-measure-row').forEach(r => { r.inert = true }) })

  const picked = rows.filter(r => chosen.includes(p.rowKey(r)))
  return (
    <div className="datatable" ref={box}>
      <div className="tablebar">
        {picked.length > 0 && p.bulk
          ? <><b>{w.chosen(picked.length)}</b>{p.bulk(picked, () => setChosen([]))}</>
          : <span>{q.data?.total !== undefined && q.data.total !== null ? w.total(count(q.data.total)) : q.data ? w.total(count(rows.length) + (q.data.next || cursors.length > 1 ? '+' : '')) : ''}</span>}
        {p.bar}
        <span className="grow" />
        {q.data && <span className="small" title={w.keys}>{c.asOf(clock(q.dataUpdatedAt))}</span>}
        <Button type="text" size="small" icon={<ReloadOutlined />} loading={q.isFetching && !q.isPending} onClick={() => q.refetch()} aria-label={c.refresh} />
        <Popover trigger="click" placement="bottomRight" content={
          <Checkbox.Group style={{ display: 'flex', flexDirection: 'column', gap: 8 }} value={shown.map(x => x.key)} onChange={v => hide(p.columns.map(x => x.key).filter(k => !(v as string[]).includes(k)))} options={p.columns.map(x => ({ value: x.key, label: x.title }))} />
        }>
          <Button type="text" size="small" icon={<SettingOutlined />}>{w.columns}</Button>
        </Popover>
        {reading !== undefined && <span role="status">{w.exporting(count(reading))} <Button size="small" onClick={() => { stop.current = true }}>{w.stop}</Button></span>}
        {reading === undefined && shown.some(x => x.text) && (
          <Dropdown trigger={['click']} menu={{ items: [{ key: 'xlsx', label: w.exportXlsx, onClick: () => exportAll('xlsx') }, { key: 'csv', label: w.exportCsv, onClick: () => exportAll('csv') }, { key: 'page', label: w.exportPage, onClick: () => save(rows, 'csv') }] }}>
            <Button type="text" size="small" icon={<DownloadOutlined />} disabled={!rows.length}>{w.export}</Button>
          </Dropdown>
        )}
      </div>
      {q.isError && q.data && <Alert banner type="warning" title={`${c.stale} · ${c.asOf(clock(q.dataUpdatedAt))}`} action={<Button size="small" onClick={() => q.refetch()}>{c.retry}</Button>} />}
      {q.isPending ? <Loading rows={8} />
        : q.isError && !q.data ? <Failed error={q.error} retry={() => q.refetch()} />
        : rows.length === 0 ? <Empty {...p.empty} />
        : (
          <Table<T> size="middle" rowKey={p.rowKey} dataSource={rows} columns={columns} pagination={false} scroll={{ x: 'max-content' }} showSorterTooltip={false}
            rowSelection={p.bulk ? { selectedRowKeys: chosen, onChange: setChosen } : undefined}
            rowClassName={(_, i) => (i === at ? 'on ' : '') + (p.onOpen ? 'opens' : '')}
            onRow={(r, i) => ({ onClick: e => { if (!(e.target as HTMLElement).closest('a,button,input,label,.ant-checkbox-wrapper')) { setAt(i ?? -1); p.onOpen?.(r) } } })}
            onChange={(_, __, s) => { const one = Array.isArray(s) ? s[0] : s; const name = p.columns.find(x => x.key === one?.columnKey)?.sort; url.set({ sort: one?.order && name ? (one.order === 'descend' ? '-' : '') + name : '' }) }} />
        )}
      {(cursors.length > 1 || q.data?.next) && (
        <nav className="tablefoot" aria-label={w.page(cursors.length)}>
          <span className="grow small">{w.keys}</span>
          <Button size="small" icon={<LeftOutlined />} disabled={cursors.length < 2} onClick={() => setTrail({ of: fingerprint, cursors: cursors.slice(0, -1) })}>{w.prev}</Button>
          <span>{w.page(cursors.length)}</span>
          <Button size="small" icon={<RightOutlined />} iconPlacement="end" disabled={!q.data?.next} onClick={() => setTrail({ of: fingerprint, cursors: [...cursors, q.data!.next!] })}>{w.next}</Button>
        </nav>
      )}
    </div>
  )
}
