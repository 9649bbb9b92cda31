import Taro from '@tarojs/taro'

/** where asks the phone for its place, "lon,lat" in WGS-84; undefined when it is refused or not known in 8 s. */
export const where = (): Promise<string | undefined> =>
  new Promise(resolve => {
    const late = setTimeout(() => resolve(undefined), 8000)
    const done = (v?: string) => {
      clearTimeout(late)
      resolve(v)
    }
    Taro.getLocation({ type: 'wgs84' }).then(p => done(`${p.longitude.toFixed(5)},${p.latitude.toFixed(5)}`), () => done())
  })
