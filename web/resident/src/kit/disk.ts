// What is remembered on this device, in WeChat.
import Taro from '@tarojs/taro'

export const disk = {
  read<T>(key: string): T | undefined {
    try {
      const v: unknown = Taro.getStorageSync('linli.' + key)
      return v === '' || v === undefined ? undefined : (v as T)
    } catch { return undefined }
  },
  write(key: string, v: unknown) {
    try { Taro.setStorageSync('linli.' + key, v) } catch { /* full: it lasts as long as the app */ }
  },
  drop(key: string) {
    try { Taro.removeStorageSync('linli.' + key) } catch { /* nothing there */ }
  },
  keys(): string[] {
    try { return Taro.getStorageInfoSync().keys.filter(k => k.startsWith('linli.')).map(k => k.slice(6)) } catch { return [] }
  },
}
