import Taro from '@tarojs/taro'

/** scale is how much larger than usual the phone's owner wants text: 1 as designed, 1.4 in WeChat's care mode (23.8 px for 17 px). */
export const scale = (): number => {
  try { return (Taro.getAppBaseInfo() as { fontSizeScaleFactor?: number }).fontSizeScaleFactor ?? 1 } catch { return 1 }
}
