import { useMemo } from 'react'
import { useApi, type List } from '../kit/api'
import { holds, useSession } from '../session/session'
import type { Point } from './words'

/** useKitchens are the points of the viewer's places from which meals are brought. */
export function useKitchens(): { all: Point[]; loading: boolean } {
  const session = useSession().data
  const post = session?.posts?.find(x => x.org)
  const services = useApi<List<{ mode: string; category: string; points?: string[] }>>('/services', { state: 'published', organisation: post?.org, limit: 200 }, { scoped: true })
  const points = useApi<List<Point>>('/service-points', { organisation: post?.org, limit: 200 }, { scoped: true })
  return useMemo(() => {
    const ids = new Set((services.data?.items ?? []).filter(s => s.mode === 'delivery').flatMap(s => s.points ?? []))
    return { all: (points.data?.items ?? []).filter(p => ids.has(p.id) && holds(session, p.region)), loading: services.isPending || points.isPending }
  }, [services.data, points.data, services.isPending, points.isPending, session])
}
