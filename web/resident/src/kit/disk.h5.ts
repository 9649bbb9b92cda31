// What is remembered on this device, in a browser.
export const disk = {
  read<T>(key: string): T | undefined {
    try {
      const s = localStorage.getItem('linli.' + key)
      return s === null ? undefined : (JSON.parse(s) as T)
    } catch { return undefined }
  },
  write(key: string, v: unknown) {
    try { localStorage.setItem('linli.' + key, JSON.stringify(v)) } catch { /* full or forbidden: it lasts as long as the page */ }
  },
  drop(key: string) {
    try { localStorage.removeItem('linli.' + key) } catch { /* forbidden: there is nothing */ }
  },
  keys(): string[] {
    try { return Object.keys(localStorage).filter(k => k.startsWith('linli.')).map(k => k.slice(6)) } catch { return [] }
  },
}
