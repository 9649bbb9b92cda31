// What the map shows, as the server sends it.
import { useApi } from '../kit/api'

export interface Demand {
  items: { region: string; name: string; count: number | null; centre?: number[] | null }[]
  total: number | null
  as_of?: string
}
export interface AttributeKind { key: string; name?: string; name_zh?: string; name_en?: string; levels?: string[] }

export const useDemand = (query: Record<string, unknown>, on = true) => useApi<Demand>(on ? '/demand' : '', query, { scoped: true, placeholderData: old => old, refetchInterval: 10_000 }) // counting follows the event log a moment later, so an event alone does not say when to look
export const useAttributeKinds = () => useApi<{ items: AttributeKind[] }>('/attribute-kinds', {}, { staleTime: 300_000 })
export const useCategories = () => useApi<{ items: { key?: string; code?: string; id?: string; parent?: string; name?: string; name_zh?: string; name_en?: string }[] }>('/categories', {}, { staleTime: 300_000 })
export const useAreas = (level: string, parent?: string) => useApi<GeoJSON.FeatureCollection>('/regions.geojson', { level, parent }, { staleTime: 600_000 })
export const useResources = (query: Record<string, unknown>, on: boolean) => useApi<GeoJSON.FeatureCollection>(on ? '/resources' : '', query, { scoped: true })
export const keyOf = (c: { key?: string; code?: string; id?: string }) => c.key ?? c.code ?? c.id ?? ''
