import { Suspense, useEffect, useMemo, useState } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { Button, Cascader, Dropdown, Layout, Menu } from 'antd'
import { DownOutlined, MenuFoldOutlined, MenuUnfoldOutlined, SearchOutlined } from '@ant-design/icons'
import { Loading } from '../kit/States'
import { useSettings } from '../kit/theme'
import { keepRegion, useUrl } from '../kit/url'
import { common, named, words } from '../kit/words'
import { may, useSession, useSignOut } from '../session/session'
import { menu } from './menu'
import { pathTo, tree, useRegions } from './regions'
import { Search } from './Search'

const w = words({
  skip: ['跳到主要内容', 'Skip to the content'],
  nav: ['主菜单', 'Main menu'],
  scope: ['查看范围', 'Scope'],
  whole: ['全部可见范围', 'All my places'],
  search: ['搜索居民、服务、区域', 'Search people, services, places'],
  care: ['关怀模式', 'Care mode'],
  careOn: ['大字高对比', 'Larger type, stronger contrast'],
  out: ['退出登录', 'Sign out'],
  posts: ['我的岗位', 'My posts'],
  demo: ['演示环境，人物均为虚构', 'Demonstration: all people are fictional'],
  fold: ['收起菜单', 'Fold the menu'],
  unfold: ['展开菜单', 'Unfold the menu'],
})

export function Shell() {
  const s = useSession().data!
  const { care, setCare, lang, setLang } = useSettings()
  const url = useUrl()
  const go = useNavigate()
  const at = useLocation()
  const out = useSignOut()
  const regions = useRegions()
  const options = useMemo(() => tree(regions.all, s.posts.map(p => p.region)), [regions, s])
  const [searching, setSearching] = useState(false)
  const [folded, setFolded] = useState(() => innerWidth < 1180)
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') { e.preventDefault(); setSearching(true) }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  const shown = menu.map(g => ({ ...g, places: g.places.filter(p => may(s, ...p.needs)) })).filter(g => g.places.length)
  const here = shown.flatMap(g => g.places).find(p => at.pathname === p.path || at.pathname.startsWith(p.path + '/'))
  return (
    <Layout style={{ height: '100%' }}>
      <a className="skip" href="#main">{w.skip}</a>
      <Layout.Sider width={care ? 240 : 192} collapsed={folded} collapsedWidth={56} style={{ borderRight: '1px solid var(--line)', overflow: 'auto' }}>
        <div className="row" style={{ height: 56, padding: '0 14px', borderBottom: '1px solid var(--line)', boxSizing: 'border-box' }}>
          <img src="/mark.svg" width={28} height={28} alt="" />
          {!folded && <b style={{ fontSize: 16 }}>{common.brand}</b>}
        </div>
        <nav aria-label={w.nav} style={{ paddingTop: 8 }}>
          <Menu mode="inline" style={{ border: 0 }} selectedKeys={here ? [here.path] : []} inlineIndent={12}
            onClick={e => go(keepRegion(e.key, url.params))}
            items={shown.map((g, i) => ({ key: 'g' + i, type: 'group' as const, label: folded ? <span className="vh">{g.title()}</span> : g.title(), children: g.places.map(p => ({ key: p.path, icon: p.icon, label: p.title() })) }))} />
        </nav>
      </Layout.Sider>
      <Layout>
        <Layout.Header className="topbar" style={{ height: 56, lineHeight: 'normal', padding: '0 16px 0 8px', display: 'flex', alignItems: 'center', gap: 8, borderBottom: '1px solid var(--line)' }}>
          <Button type="text" icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />} aria-label={folded ? w.unfold : w.fold} onClick={() => setFolded(!folded)} />
          <Cascader aria-label={w.scope} options={options} changeOnSelect allowClear showSearch={{ filter: (q, p) => p.some(o => String(o.label).includes(q) || String(o.value).startsWith(q)) }} placeholder={w.whole} style={{ width: care ? 340 : 288 }}
            value={url.get('region') ? pathTo(url.get('region')).filter(c => regions.byCode.has(c)) : undefined}
            displayRender={labels => (labels.length > 1 ? labels.slice(1) : labels).join(' ▸ ')}
            onChange={v => url.set({ region: (v as string[] | undefined)?.at(-1) ?? '' }, false)} />
          <span className="grow" />
          <Button icon={<SearchOutlined />} onClick={() => setSearching(true)} style={{ color: 'var(--text2)', width: 250, justifyContent: 'flex-start' }}>
            <span className="grow" style={{ textAlign: 'left', overflow: 'hidden', textOverflow: 'ellipsis' }}>{w.search}</span><kbd className="small" style={{ border: '1px solid var(--line)', borderRadius: 3, padding: '0 4px' }}>Ctrl K</kbd>
          </Button>
          <Button type="text" aria-pressed={care} title={w.careOn} onClick={() => setCare(!care)} style={care ? { background: 'var(--accent-soft)' } : undefined}>{w.care}</Button>
          <Button type="text" lang={lang === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}>{lang === 'zh' ? 'EN' : '中文'}</Button>
          <Dropdown trigger={['click']} menu={{
            items: [
              { key: 'posts', type: 'group', label: w.posts, children: s.posts.map((p, i) => ({ key: 'p' + i, label: `${named(p)} · ${p.region_name || regions.name(p.region)}`, onClick: () => url.set({ region: p.region }, false) })) },
              { type: 'divider' },
              { key: 'out', label: w.out, onClick: () => void out() },
            ],
          }}>
            <Button type="text">{s.account?.name} <DownOutlined style={{ fontSize: 10 }} /></Button>
          </Dropdown>
        </Layout.Header>
        <Layout.Content id="main" role="main" tabIndex={0} style={{ overflow: 'auto', position: 'relative' }}>
          <Suspense fallback={<div className="page"><Loading /></div>}><Outlet /></Suspense>
        </Layout.Content>
      </Layout>
      {searching && <Search onClose={() => setSearching(false)} />}
    </Layout>
  )
}
