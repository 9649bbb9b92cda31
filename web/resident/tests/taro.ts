// What the unit tests need of Taro: a storage.
const kept = new Map<string, unknown>()
export default {
  getStorageSync: (k: string) => kept.get(k) ?? '',
  setStorageSync: (k: string, v: unknown) => { kept.set(k, v) },
  removeStorageSync: (k: string) => { kept.delete(k) },
  getAppBaseInfo: () => ({ fontSizeScaleFactor: 1 }),
  getStorageInfoSync: () => ({ keys: [...kept.keys()] }),
}
export const useDidShow = () => undefined
export const useDidHide = () => undefined
