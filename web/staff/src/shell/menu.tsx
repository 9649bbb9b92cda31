import type { ReactNode } from 'react'
import { AccountBookOutlined, AimOutlined, AlertOutlined, ApartmentOutlined, AuditOutlined, BranchesOutlined, CalendarOutlined, CarOutlined, CarryOutOutlined, EnvironmentOutlined, FileSearchOutlined, FileTextOutlined, GiftOutlined, HomeOutlined, IdcardOutlined, ImportOutlined, LikeOutlined, MobileOutlined, NodeIndexOutlined, PercentageOutlined, ScanOutlined, ShopOutlined, SwapOutlined, TagsOutlined, TeamOutlined, UnorderedListOutlined, UserSwitchOutlined } from '@ant-design/icons'
import { words } from '../kit/words'

export const w = words({
  hut: ['共享小屋', 'Sharing hut'], pairing: ['供需结对', 'Pairing'],
  see: ['看', 'See'], people: ['人', 'People'], serve: ['服务', 'Services'], manage: ['管理', 'Administration'],
  map: ['区域图', 'District map'], decisions: ['决策方案', 'Decisions'],
  residents: ['居民', 'Residents'], households: ['家庭', 'Households'], imports: ['名册导入', 'Imports'], duplicates: ['疑似重复', 'Duplicates'],
  services: ['服务项目', 'Services'], points: ['服务点', 'Service points'], organisations: ['组织机构', 'Organisations'], projects: ['资助项目', 'Projects'], orders: ['订单调度', 'Orders'], delivery: ['备餐与配送', 'Kitchen, rounds'], round: ['我的路线', 'My round'], doors: ['无人应门', 'Shut doors'], counter: ['柜台', 'Counter'], supervision: ['服务监督', 'Supervision'], settlement: ['结算', 'Settlement'], programmes: ['补贴项目', 'Subsidies'], money: ['资金', 'Money'],
  needs: ['需求', 'Needs'], matching: ['供需匹配', 'Matching'], matters: ['一门式事项', 'Matters'], accounts: ['账号与岗位', 'Accounts'], offers: ['可供服务', 'Offers'], categories: ['服务类别', 'Categories'], audit: ['审计记录', 'Audit trail'], calendar: ['工作日历', 'Working days'],
})

export interface Place { path: string; title: () => string; icon: ReactNode; needs: string[] }
/** The left menu: areas of work, shown where the viewer holds one of the permissions. */
export const menu: { title: () => string; places: Place[] }[] = [
  { title: () => w.see, places: [{ path: '/map', title: () => w.map, icon: <EnvironmentOutlined />, needs: ['demandmap.see'] }, { path: '/decisions', title: () => w.decisions, icon: <AimOutlined />, needs: ['decisions.see'] }] },
  {
    title: () => w.people,
    places: [
      { path: '/people', title: () => w.residents, icon: <TeamOutlined />, needs: ['people.search'] },
      { path: '/households', title: () => w.households, icon: <HomeOutlined />, needs: ['people.search'] },
      { path: '/imports', title: () => w.imports, icon: <ImportOutlined />, needs: ['roster.'] },
      { path: '/duplicates', title: () => w.duplicates, icon: <UserSwitchOutlined />, needs: ['duplicates.review'] },
    ],
  },
  {
    title: () => w.serve,
    places: [
      { path: '/orders', title: () => w.orders, icon: <CarryOutOutlined />, needs: ['orders.see'] },
      { path: '/delivery', title: () => w.delivery, icon: <CarOutlined />, needs: ['delivery.plan'] },
      { path: '/counter', title: () => w.counter, icon: <ScanOutlined />, needs: ['orders.counter'] },
      { path: '/round', title: () => w.round, icon: <MobileOutlined />, needs: ['delivery.carry'] },
      { path: '/doors', title: () => w.doors, icon: <AlertOutlined />, needs: ['doors.see'] },
      { path: '/supervision', title: () => w.supervision, icon: <LikeOutlined />, needs: ['complaints.see', 'complaints.of_us', 'supervision.see_ratings', 'callbacks.see'] },
      { path: '/services', title: () => w.services, icon: <ShopOutlined />, needs: ['directory.see'] },
      { path: '/service-points', title: () => w.points, icon: <ApartmentOutlined />, needs: ['directory.see'] },
      { path: '/organisations', title: () => w.organisations, icon: <AuditOutlined />, needs: ['directory.see'] },
      { path: '/projects', title: () => w.projects, icon: <FileTextOutlined />, needs: ['directory.see'] },
      { path: '/categories', title: () => w.categories, icon: <TagsOutlined />, needs: ['directory.configure'] },
      { path: '/needs', title: () => w.needs, icon: <UnorderedListOutlined />, needs: ['exchange.see_needs'] },
      { path: '/offers', title: () => w.offers, icon: <GiftOutlined />, needs: ['exchange.see_offers'] },
      { path: '/matching', title: () => w.matching, icon: <SwapOutlined />, needs: ['exchange.see_runs'] },
      { path: '/matters', title: () => w.matters, icon: <BranchesOutlined />, needs: ['onedoor.'] },
    ],
  },
  {
    title: () => w.hut,
    places: [
      { path: '/pairing', title: () => w.pairing, icon: <NodeIndexOutlined />, needs: ['pairing.see'] },
    ],
  },
  {
    title: () => w.money,
    places: [
      { path: '/settlement', title: () => w.settlement, icon: <AccountBookOutlined />, needs: ['settlement.see_statements'] },
      { path: '/programmes', title: () => w.programmes, icon: <PercentageOutlined />, needs: ['settlement.see_programmes'] },
    ],
  },
  { title: () => w.manage, places: [{ path: '/accounts', title: () => w.accounts, icon: <IdcardOutlined />, needs: ['account.manage'] }, { path: '/calendar', title: () => w.calendar, icon: <CalendarOutlined />, needs: ['calendar.edit'] }, { path: '/audit', title: () => w.audit, icon: <FileSearchOutlined />, needs: ['audit.read'] }] },
]
