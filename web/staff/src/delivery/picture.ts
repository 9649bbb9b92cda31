/** shrink makes a photo small enough for a phone line: at most 1,280 pixels a side, JPEG, as base64 without its heading. */
export async function shrink(file: Blob): Promise<string> {
  const m = await createImageBitmap(file)
  const by = Math.min(1, 1280 / Math.max(m.width, m.height))
  const c = document.createElement('canvas')
  c.width = Math.max(1, Math.round(m.width * by))
  c.height = Math.max(1, Math.round(m.height * by))
  c.getContext('2d')!.drawImage(m, 0, 0, c.width, c.height)
  m.close()
  return c.toDataURL('image/jpeg', 0.7).split(',')[1]
}

/** here is where the phone is, or nothing: a hand-over never waits for it longer than three seconds. */
export const here = (): Promise<{ lon?: number; lat?: number }> =>
  new Promise(done => {
    if (!('geolocation' in navigator)) return done({})
    const t = setTimeout(() => done({}), 3000)
    navigator.geolocation.getCurrentPosition(p => { clearTimeout(t); done({ lon: p.coords.longitude, lat: p.coords.latitude }) }, () => { clearTimeout(t); done({}) }, { maximumAge: 60_000, timeout: 2500 })
  })
