// Draws the icons: src/icons.scss for the screens, and PNG files of the tabs for
// WeChat's own bar. Run by hand when a drawing changes: node tools/icons.mjs
import { writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

// 24 × 24, strokes of 2, round ends. Our own drawings.
const draw = {
  hut: '<path d="M3 11 12 4l9 7"/><path d="M5.5 9.5V20h13V9.5"/><path d="M10 20v-5.5h4V20"/>',
  services: '<path d="M4 13h16a8 8 0 0 1-16 0Z"/><path d="M9 21h6"/><path d="M8.5 9.5c-1-1.4 1-2.3 0-4M12.5 9.5c-1-1.4 1-2.3 0-4M16.5 9.5c-1-1.4 1-2.3 0-4"/>',
  discuss: '<path d="M4 5h11v8H9l-3.2 3V13H4Z"/><path d="M18 9h2.5v8H19v3l-3.2-3H11"/>',
  me: '<circle cx="12" cy="8" r="4"/><path d="M4 20.5c.8-4.4 4-6.5 8-6.5s7.200 2.100 8 6.500"/>',
  back: '<path d="M15 4.500 7.500 12l7.500 7.500"/>',
  next: '<path d="m9 5 7 7-7 7"/>',
  phone: '<path d="M5 4h4l1.700 4.600-2.300 1.700a12 12 0 0 0 5.300 5.300l1.700-2.300L20 15v4c0 .800-.600 1.300-1.400 1.200C11 19.600 4.400 13 3.800 5.400 3.700 4.600 4.200 4 5 4Z"/>',
  speaker: '<path d="M4 9.500v5h3.500L12 18.500v-13L7.500 9.500Z"/><path d="M15.500 9a4.200 4.200 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11"/>',
  stop: '<rect x="6" y="6" width="12" height="12" rx="1.500"/>',
  glasses: '<circle cx="7" cy="14" r="3.500"/><circle cx="17" cy="14" r="3.500"/><path d="M10.500 13.500c.900-.900 2.100-.900 3 0M3.500 13 5 7M20.500 13 19 7"/>',
  person: '<circle cx="12" cy="8" r="3.600"/><path d="M5 20c.700-4 3.500-5.800 7-5.800s6.300 1.800 7 5.800"/>',
  meal: '<path d="M4 11h16v1.500a7 7 0 0 1-7 7h-2a7 7 0 0 1-7-7Z"/><path d="M9 7.500c-.800-1 .800-1.800 0-3.200M14 7.500c-.800-1 .800-1.800 0-3.200"/>',
  search: '<circle cx="10.500" cy="10.500" r="6"/><path d="m15 15 5.500 5.500"/>',
  list: '<rect x="4.500" y="4" width="15" height="16.500" rx="2"/><path d="M8.500 9h7M8.500 13h7M8.500 17h4"/>',
  family: '<circle cx="8" cy="8" r="3"/><circle cx="16.500" cy="9" r="2.500"/><path d="M2.500 19c.500-3.600 2.600-5.400 5.500-5.400s5 1.800 5.500 5.400M14.500 14.300c3.500-.900 6.200.900 6.800 4.700"/>',
  check: '<path d="m4.500 12.500 5 5 10-11"/>',
  star: '<path d="m12 3.500 2.600 5.500 6 .800-4.400 4.200 1.100 6L12 17l-5.300 3 1.100-6L3.400 9.800l6-.800Z"/>',
  starfull: '<path fill="#000" d="m12 3.500 2.600 5.500 6 .800-4.400 4.200 1.100 6L12 17l-5.300 3 1.100-6L3.400 9.800l6-.800Z"/>',
  clock: '<circle cx="12" cy="12" r="8.500"/><path d="M12 7v5.300l3.500 2.200"/>',
  pin: '<path d="M12 21c4.500-4.600 6.800-8.100 6.800-11.200a6.800 6.800 0 0 0-13.600 0C5.200 12.900 7.500 16.400 12 21Z"/><circle cx="12" cy="9.800" r="2.400"/>',
  message: '<rect x="3.500" y="5" width="17" height="14" rx="2"/><path d="m4 7 8 6 8-6"/>',
  repeat: '<path d="M5 11a7 7 0 0 1 12.500-3.500L19.500 9.500M19 13a7 7 0 0 1-12.500 3.500L4.500 14.500"/><path d="M19.500 5v4.500H15M4.500 19v-4.500H9"/>',
  gift: '<rect x="4" y="10" width="16" height="10.500" rx="1"/><path d="M3 6.800h18V10H3ZM12 6.800v13.700M12 6.800C9 6.800 7.500 5.600 7.800 4.300 8.100 3 10.500 2.900 12 6.800Zm0 0c3 0 4.500-1.200 4.200-2.500-.300-1.300-2.700-1.400-4.200 2.500Z"/>',
  info: '<circle cx="12" cy="12" r="8.500"/><path d="M12 11v5.500M12 7.500v.200"/>',
  warn: '<path d="M12 4 2.800 20h18.400Z"/><path d="M12 10v4.500M12 17.200v.200"/>',
  gear: '<circle cx="12" cy="12" r="3.200"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M18.400 5.600l-2.200 2.200M7.800 16.200l-2.200 2.200"/>',
  eye: '<path d="M2.500 12C5 7.500 8.200 5.500 12 5.500s7 2 9.500 6.500c-2.500 4.500-5.700 6.500-9.500 6.500S5 16.500 2.500 12Z"/><circle cx="12" cy="12" r="3"/>',
  minus: '<path d="M5 12h14"/>',
  plus: '<path d="M5 12h14M12 5v14"/>',
}
const svg = (body, colour = '#000') => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${body.replace(/(\.\d*?)0+(?=\D)/g, '$1').replace(/\.(?=\D)/g, '')}</svg>`
const uri = s => 'data:image/svg+xml,' + s.replace(/"/g, "'").replace(/[<>#%{}]/g, c => '%' + c.charCodeAt(0).toString(16).padStart(2, '0'))

const css = Object.entries(draw).map(([k, body]) => `.i-${k} { --i: url("${uri(svg(body))}"); }`).join('\n')
writeFileSync('src/icons.scss', `// Written by tools/icons.mjs.\n.icon { display: inline-block; flex: none; width: 1.5em; height: 1.5em; vertical-align: -0.35em; background: currentColor; -webkit-mask: var(--i) center / contain no-repeat; mask: var(--i) center / contain no-repeat; }\n${css}\n`)

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox'] })
const page = await browser.newPage({ viewport: { width: 81, height: 81 } })
for (const name of ['hut', 'services', 'discuss', 'me']) {
  for (const [end, colour] of [['', '#4d4d4d'], ['-on', '#0a6b4d']]) {
    await page.setContent(`<style>body{margin:0}svg{width:65px;height:65px;margin:8px;display:block}</style>${svg(draw[name], colour)}`)
    await page.screenshot({ path: `src/icons/${name}${end}.png`, omitBackground: true })
  }
}
await browser.close()
