// The frame of every page: title, way back, for whom, help, and the tab bar.
import Taro, { useDidShow } from '@tarojs/taro'
import { useEffect, useId, useState, type ReactNode } from 'react'
import { back, go, hasBack } from './go'
import { Icon } from './Icon'
import { Bar, Box, Call, H1, h5, Main, Span, Tap } from './prims'
import { acting, helper, me } from './session'
import { change, settings } from './settings'
import { canSpeak, hush, pageText, speak, speaking } from './speech'
import { TabBar, tabWords } from './TabBar'
import { common, words } from './words'

const w = words({
  care: ['关怀版', 'Care mode'],
  careOn: ['换成关怀版：大字、大按钮', 'Switch to care mode: large text and buttons'],
  standard: ['换回标准版', 'Standard mode'],
  read: ['读给我听', 'Read aloud'],
  hush: ['停下', 'Stop'],
  call: ['找社区', 'Call help'],
  callWorker: (n: string) => [`找社区：打电话给 ${n}`, `Call help: ${n}`],
  forSelf: ['为本人办理', 'For myself'],
  forOther: (n: string, r: string) => [`为 ${n}${r ? `（${r}）` : ''} 办理`, `For ${n}${r ? ` (${r})` : ''}`],
  swap: ['换人', 'Change'],
})

function Read() {
  const [on, setOn] = useState(false)
  useEffect(() => {
    if (!on) return undefined
    const t = setInterval(() => { if (!speaking()) setOn(false) }, 500)
    return () => {
      clearInterval(t)
      hush()
    }
  }, [on])
  if (!canSpeak()) return null
  return (
    <Tap className="tool" pressed={on} onTap={() => {
      if (on) hush()
      else speak(pageText())
      setOn(!on)
    }}><Icon name={on ? 'stop' : 'speaker'} />{on ? w.hush : w.read}</Tap>
  )
}

/** ForWhom says for whom things are done here, and changes it in one tap. */
function ForWhom() {
  const m = me.use(), { care } = settings.use()
  const p = acting(m)
  if (!m.in || !p) return null
  const text = p.self ? `${w.forSelf}${p.name ? ` · ${p.name}` : ''}` : w.forOther(p.name, p.relation ?? '')
  // In care mode nobody is asked to choose where there is no choice.
  if (care && m.people.length < 2) return <Box className="forwhom alone"><Icon name="person" /><Span className="grow">{text}</Span></Box>
  return (
    <Tap className="forwhom" onTap={() => go('sub/my/who/index')}>
      <Icon name="person" /><Span className="grow">{text}</Span><Span className="link">{w.swap}</Span>
    </Tap>
  )
}

export interface PageProps { title: string; tab?: boolean; who?: boolean; children?: ReactNode; foot?: ReactNode }

/** Page frames a screen. tab: one of the four; who: what is done here is done for somebody; foot: stays at the bottom. */
export function Page({ title, tab, who, children, foot }: PageProps) {
  const s = settings.use()
  const help = helper(me.use())
  const id = 't' + useId().replace(/\W/g, '')
  const [deep] = useState(() => !tab && hasBack())
  useEffect(() => { void Taro.setNavigationBarTitle({ title }) }, [title])
  useDidShow(() => { void Taro.setNavigationBarTitle({ title }) })
  useEffect(() => { if (!h5 && tab) tabWords() }, [tab, s.lang])
  useEffect(() => {
    if (!h5 || !deep) return
    const e = document.getElementById(id)
    e?.setAttribute('tabindex', '-1')
    e?.focus({ preventScroll: true })
  }, [id, deep])
  return (
    <Box className={`page size-${s.size} ${s.care ? 'care' : 'plain'} ${h5 && tab ? 'with-tabs' : ''}`}>
      <Bar className="top">
        {h5 && !tab && <Tap className="back" label={common.back} onTap={back}><Icon name="back" /></Tap>}
        {h5 ? <H1 id={id} className="title">{title}</H1> : <Box className="grow" />}
        {s.care
          ? <Call className="help" phone={help.phone} label={w.callWorker(help.name)}><Icon name="phone" /><Span>{w.call}</Span></Call>
          : <Tap className="mode" label={w.careOn} onTap={() => change({ care: true, offered: true })}><Icon name="glasses" />{w.care}</Tap>}
      </Bar>
      {s.care && <Box className="tools"><Read /><Tap className="tool" onTap={() => change({ care: false, offered: true })}>{w.standard}</Tap></Box>}
      <Main className="body">
        {who && <ForWhom />}
        {children}
      </Main>
      {foot && <Box className="foot">{foot}</Box>}
      {h5 && tab && <TabBar />}
    </Box>
  )
}
