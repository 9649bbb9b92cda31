// What screens are made of, in a browser: real elements, so that keyboards,
// screen readers and forms work as the browser knows them. prims.tsx has the same
// names for WeChat.
import type { AreaProps, BoxProps, CallProps, InputProps, PicProps, TapProps } from './prim-props'

const aria = (p: BoxProps) => ({ id: p.id, role: p.role, 'aria-label': p.label, 'aria-hidden': p.hide || undefined, 'aria-live': p.live, 'aria-current': p.current })

export const Box = (p: BoxProps) => <div className={p.className} style={p.style} {...aria(p)}>{p.children}</div>
export const Span = (p: BoxProps) => <span className={p.className} {...aria(p)}>{p.children}</span>
export const P = (p: BoxProps) => <p className={'p ' + (p.className ?? '')} {...aria(p)}>{p.children}</p>
export const H1 = (p: BoxProps) => <h1 className={'h1 ' + (p.className ?? '')} {...aria(p)}>{p.children}</h1>
export const H2 = (p: BoxProps) => <h2 className={'h2 ' + (p.className ?? '')} {...aria(p)}>{p.children}</h2>
export const H3 = (p: BoxProps) => <h3 className={'h3 ' + (p.className ?? '')} {...aria(p)}>{p.children}</h3>
export const List = (p: BoxProps) => <ul className={'list ' + (p.className ?? '')} {...aria(p)}>{p.children}</ul>
export const Row = (p: BoxProps) => <li className={p.className} {...aria(p)}>{p.children}</li>
export const Main = (p: BoxProps) => <main className={p.className} {...aria(p)}>{p.children}</main>
export const Bar = (p: BoxProps) => <header className={p.className} {...aria(p)}>{p.children}</header>
export const Nav = (p: BoxProps) => <nav className={p.className} {...aria(p)}>{p.children}</nav>
export const Label = (p: BoxProps & { of: string }) => <label className={'label ' + (p.className ?? '')} htmlFor={p.of}>{p.children}</label>

export const Tap = (p: TapProps) => (
  <button type="button" className={'b ' + (p.className ?? '') + (p.off ? ' off' : '')} disabled={p.off} onClick={p.onTap} {...aria(p)}
    aria-pressed={p.pressed} aria-checked={p.checked} aria-expanded={p.open} aria-describedby={p.by}>{p.children}</button>
)

export const Input = (p: InputProps) => (
  <input id={p.id} className={p.className} value={p.value} placeholder={p.hint} maxLength={p.max} aria-label={p.label}
    inputMode={p.kind === 'text' ? undefined : p.kind === 'phone' ? 'tel' : 'numeric'} type={p.search ? 'search' : p.kind === 'phone' ? 'tel' : 'text'}
    autoComplete={p.fill ?? 'off'} aria-invalid={p.bad || undefined} aria-describedby={p.by}
    onChange={e => p.onText(e.target.value)} onKeyDown={e => { if (e.key === 'Enter' && !e.nativeEvent.isComposing) p.onEnter?.() }} />
)

export const Area = (p: AreaProps) => (
  <textarea id={p.id} className={p.className} value={p.value} placeholder={p.hint} maxLength={p.max} rows={p.rows ?? 3} aria-invalid={p.bad || undefined}
    aria-describedby={p.by} onChange={e => p.onText(e.target.value)} />
)

export const Pic = (p: PicProps) => <img className={p.className} src={p.src} alt={p.alt} />

/** Call is a link that dials. */
export const Call = (p: CallProps) => <a className={'call ' + (p.className ?? '')} href={'tel:' + p.phone.replace(/[^\d+]/g, '')} aria-label={p.label}>{p.children}</a>

export const h5 = true
