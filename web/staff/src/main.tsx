import { lazy, StrictMode, Suspense, useEffect, useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import { ApiError } from './kit/api'
import './kit/kit.css'
import { Empty, Failed, Loading } from './kit/States'
import { SettingsContext, theme } from './kit/theme'
import { language, setLanguage, words, type Lang } from './kit/words'
import { may, useSession } from './session/session'
import { SignIn } from './session/SignIn'
import { menu } from './shell/menu'
import { Shell } from './shell/Shell'

const MapScreen = lazy(() => import('./map/MapScreen'))
const PeopleList = lazy(() => import('./people/PeopleList'))
const PersonPage = lazy(() => import('./people/PersonPage'))
const Households = lazy(() => import('./people/Households'))
const Imports = lazy(() => import('./imports/Imports'))
const ImportPage = lazy(() => import('./imports/ImportPage'))
const Duplicates = lazy(() => import('./duplicates/Duplicates'))
const Services = lazy(() => import('./directory/Services'))
const Points = lazy(() => import('./directory/Points'))
const Organisations = lazy(() => import('./directory/Organisations'))
const Projects = lazy(() => import('./directory/Projects'))
const Categories = lazy(() => import('./directory/Categories'))
const Offers = lazy(() => import('./matching/Offers'))
const Calendar = lazy(() => import('./calendar/Calendar'))
const Audit = lazy(() => import('./audit/Audit'))
const Needs = lazy(() => import('./matching/Needs'))
const Runs = lazy(() => import('./matching/Runs'))
const RunPage = lazy(() => import('./matching/RunPage'))
const Decisions = lazy(() => import('./decisions/Decisions'))
const NewScenario = lazy(() => import('./decisions/NewScenario'))
const NewPortfolio = lazy(() => import('./decisions/NewPortfolio'))
const ScenarioPage = lazy(() => import('./decisions/ScenarioPage'))
const CompareScenarios = lazy(() => import('./decisions/Compare'))
const Orders = lazy(() => import('./orders/Orders'))
const NewOrder = lazy(() => import('./orders/NewOrder'))
const Delivery = lazy(() => import('./delivery/Delivery'))
const MyRound = lazy(() => import('./delivery/MyRound'))
const Doors = lazy(() => import('./delivery/Doors'))
const RouteSheet = lazy(() => import('./delivery/Print').then(m => ({ default: m.RouteSheet })))
const Labels = lazy(() => import('./delivery/Print').then(m => ({ default: m.Labels })))
const KitchenSheet = lazy(() => import('./delivery/Print').then(m => ({ default: m.KitchenSheet })))
const Settlement = lazy(() => import('./settlement/Settlement'))
const Programmes = lazy(() => import('./settlement/Programmes'))
const Supervision = lazy(() => import('./supervision/Supervision'))
const Counter = lazy(() => import('./counter/Counter'))
const Pairing = lazy(() => import('./pairing/Pairing'))
const PairingPage = lazy(() => import('./pairing/PairingPage'))
const PairingSheet = lazy(() => import('./pairing/PairingPage').then(m => ({ default: m.PairingSheet })))
const Matters = lazy(() => import('./matters/Matters'))
const Enrol = lazy(() => import('./session/Enrol'))
const Accounts = lazy(() => import('./session/Accounts'))

const w = words({
  noPost: ['这个账号目前没有岗位', 'This account holds no post at present'],
  ask: ['请联系系统管理员授予岗位，授予后立即生效。', 'Ask your administrator for a post; it takes effect at once.'],
  nothing: ['没有这个页面', 'There is no such page'],
  left: ['请从左侧菜单选择。', 'Choose from the menu on the left.'],
})

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (n, e) => n < 1 && !(e instanceof ApiError && e.problem.status >= 400 && e.problem.status < 500),
    },
  },
})

function Screens() {
  const session = useSession()
  if (session.isPending) return <Loading />
  if (session.isError && !session.data) return <Failed error={session.error} retry={() => session.refetch()} />
  const s = session.data
  if (!s.account) return <SignIn />
  if (s.enrol) return <Enrol />
  const courier = may(s, 'delivery.carry') && !may(s, 'delivery.plan') // their day is the round
  const first = courier ? { path: '/round' } : menu.flatMap(g => g.places).find(p => may(s, ...p.needs))
  return (
    <Routes>
      <Route path="/round" element={<MyRound />} />
      <Route path="/print/round/:id" element={<RouteSheet />} />
      <Route path="/print/labels" element={<Labels />} />
      <Route path="/print/kitchen" element={<KitchenSheet />} />
      <Route path="/print/pairing/:id" element={<PairingSheet />} />
      <Route element={<Shell />}>
        <Route path="/" element={first ? <Navigate to={first.path} replace /> : <Empty title={w.noPost} next={w.ask} />} />
        <Route path="/map" element={<MapScreen />} />
        <Route path="/people" element={<PeopleList />} />
        <Route path="/people/:id" element={<PersonPage />} />
        <Route path="/households" element={<Households />} />
        <Route path="/imports" element={<Imports />} />
        <Route path="/imports/:id" element={<ImportPage />} />
        <Route path="/duplicates" element={<Duplicates />} />
        <Route path="/services" element={<Services />} />
        <Route path="/service-points" element={<Points />} />
        <Route path="/organisations" element={<Organisations />} />
        <Route path="/projects" element={<Projects />} />
        <Route path="/categories" element={<Categories />} />
        <Route path="/offers" element={<Offers />} />
        <Route path="/calendar" element={<Calendar />} />
        <Route path="/audit" element={<Audit />} />
        <Route path="/needs" element={<Needs />} />
        <Route path="/matching" element={<Runs />} />
        <Route path="/matching/:id" element={<RunPage />} />
        <Route path="/pairing" element={<Pairing />} />
        <Route path="/pairing/:id" element={<PairingPage />} />
        <Route path="/matters" element={<Matters />} />
        <Route path="/settlement" element={<Settlement />} />
        <Route path="/programmes" element={<Programmes />} />
        <Route path="/supervision" element={<Supervision />} />
        <Route path="/counter" element={<Counter />} />
        <Route path="/delivery" element={<Delivery />} />
        <Route path="/doors" element={<Doors />} />
        <Route path="/orders" element={<Orders />} />
        <Route path="/orders/new" element={<NewOrder />} />
        <Route path="/decisions" element={<Decisions />} />
        <Route path="/decisions/new" element={<NewScenario />} />
        <Route path="/decisions/new-portfolio" element={<NewPortfolio />} />
        <Route path="/decisions/compare" element={<CompareScenarios />} />
        <Route path="/decisions/:id" element={<ScenarioPage />} />
        <Route path="/accounts" element={<Accounts />} />
        <Route path="*" element={<Empty title={w.nothing} next={w.left} />} />
      </Route>
    </Routes>
  )
}

function Root() {
  const [lang, setLang] = useState<Lang>(language)
  const [care, setCare] = useState(() => localStorage.getItem('linli.care') === '1')
  useEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
  }, [lang])
  useEffect(() => {
    localStorage.setItem('linli.care', care ? '1' : '0')
    document.documentElement.toggleAttribute('data-care', care)
  }, [care])
  const settings = useMemo(() => ({ care, setCare, lang, setLang: (l: Lang) => { setLanguage(l); setLang(l) } }), [care, lang])
  return (
    <SettingsContext value={settings}>
      <ConfigProvider locale={lang === 'zh' ? zh : en} theme={theme(care)} button={{ autoInsertSpace: false }}>
        <AntApp style={{ height: '100%' }}>
          {/* another language draws everything anew: words are read while drawing */}
          <Suspense key={lang} fallback={<Loading />}><Screens /></Suspense>
        </AntApp>
      </ConfigProvider>
    </SettingsContext>
  )
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}><BrowserRouter><Root /></BrowserRouter></QueryClientProvider>
  </StrictMode>,
)
