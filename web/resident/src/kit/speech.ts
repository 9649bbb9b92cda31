// WeChat speaks only through a plugin that not every account may use: the button
// is not shown there, and phones have a screen reader of their own.
export const canSpeak = (): boolean => false
export const speak = (_text: string): void => undefined
export const hush = (): void => undefined
export const pageText = (): string => ''
export const speaking = (): boolean => false
