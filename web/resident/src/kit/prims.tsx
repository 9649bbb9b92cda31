// What screens are made of, in WeChat. prims.h5.tsx has the same names for the
// browser.
import { Button, Image, Input as TaroInput, Text, Textarea, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import type { AreaProps, BoxProps, CallProps, InputProps, PicProps, TapProps } from './prim-props'

const roleOf = (p: BoxProps) => ({ id: p.id, ariaRole: p.role, ariaLabel: p.label } as object)

export const Box = (p: BoxProps) => <View className={p.className} style={p.style} {...roleOf(p)}>{p.children}</View>
export const Span = (p: BoxProps) => <Text className={p.className} {...roleOf(p)}>{p.children}</Text>
export const P = (p: BoxProps) => <View className={'p ' + (p.className ?? '')} {...roleOf(p)}>{p.children}</View>
export const H1 = (p: BoxProps) => <View className={'h1 ' + (p.className ?? '')} {...roleOf({ role: 'heading', ...p })}>{p.children}</View>
export const H2 = (p: BoxProps) => <View className={'h2 ' + (p.className ?? '')} {...roleOf({ role: 'heading', ...p })}>{p.children}</View>
export const H3 = (p: BoxProps) => <View className={'h3 ' + (p.className ?? '')} {...roleOf({ role: 'heading', ...p })}>{p.children}</View>
export const List = (p: BoxProps) => <View className={'list ' + (p.className ?? '')} {...roleOf(p)}>{p.children}</View>
export const Row = (p: BoxProps) => <View className={p.className} {...roleOf(p)}>{p.children}</View>
export const Main = (p: BoxProps) => <View className={p.className} {...roleOf(p)}>{p.children}</View>
export const Bar = (p: BoxProps) => <View className={p.className} {...roleOf(p)}>{p.children}</View>
export const Nav = (p: BoxProps) => <View className={p.className} {...roleOf(p)}>{p.children}</View>
export const Label = (p: BoxProps & { of: string }) => <View className={'label ' + (p.className ?? '')}>{p.children}</View>

export const Tap = (p: TapProps) => (
  <Button className={'b ' + (p.className ?? '') + (p.off ? ' off' : '')} disabled={p.off} hoverClass="pressed" {...roleOf(p)} onClick={() => { if (!p.off) p.onTap?.() }}>{p.children}</Button>
)

export const Input = (p: InputProps) => (
  <TaroInput id={p.id} className={p.className} value={p.value} placeholder={p.hint} maxlength={p.max ?? 140}
    type={p.kind === 'phone' || p.kind === 'digits' ? 'number' : 'text'} confirmType={p.search ? 'search' : 'done'}
    onInput={e => p.onText(e.detail.value)} onConfirm={() => p.onEnter?.()} {...({ ariaLabel: p.label } as object)} />
)

export const Area = (p: AreaProps) => (
  <Textarea id={p.id} className={p.className} value={p.value} placeholder={p.hint} maxlength={p.max ?? 500} autoHeight onInput={e => p.onText(e.detail.value)} />
)

export const Pic = (p: PicProps) => <Image className={p.className} src={p.src} {...({ ariaLabel: p.alt } as object)} />

/** Call is a button that dials. */
export const Call = (p: CallProps) => (
  <Button className={'b call ' + (p.className ?? '')} hoverClass="pressed" {...({ ariaLabel: p.label } as object)}
    onClick={() => { void Taro.makePhoneCall({ phoneNumber: p.phone.replace(/[^\d+]/g, '') }).catch(() => undefined) }}>{p.children}</Button>
)

export const h5 = false
