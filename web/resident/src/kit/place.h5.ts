/** where asks the browser for its place, "lon,lat" in WGS-84; undefined when it is refused or not known in 8 s. */
export const where = (): Promise<string | undefined> =>
  new Promise(resolve => {
    if (!navigator.geolocation) return resolve(undefined)
    navigator.geolocation.getCurrentPosition(
      p => resolve(`${p.coords.longitude.toFixed(5)},${p.coords.latitude.toFixed(5)}`),
      () => resolve(undefined), { timeout: 8000, maximumAge: 300_000 },
    )
    return undefined
  })
