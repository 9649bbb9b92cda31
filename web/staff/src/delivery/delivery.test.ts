import { describe, expect, it } from 'vitest'
import { ApiError } from '../kit/api'
import { flush, note, noted } from './queue'
import { door, missing, moved } from './words'

const phone = (room = 1e6) => {
  const kept = new Map<string, string>()
  return { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => { if (v.length > room) throw new Error('full'); kept.set(k, v) } }
}
const refusal = (status: number, code: string) => new ApiError({ type: 'about:blank', title: code, status, code })

describe('what is noted without a network', () => {
  it('is kept once for each order, and told when there is no room', () => {
    const p = phone(200)
    expect(note(p, { round: 'r', order: 'a', body: { code: '1' } })).toBe(true)
    expect(note(p, { round: 'r', order: 'a', body: { code: '2' } })).toBe(true)
    expect(noted(p)).toEqual([{ round: 'r', order: 'a', body: { code: '2' } }])
    expect(note(p, { round: 'r', order: 'b', body: { picture: 'x'.repeat(300) } })).toBe(false)
    expect(noted(p)).toHaveLength(1)
  })
  it('is sent in order; the network going away keeps the rest', async () => {
    const p = phone()
    for (const o of ['a', 'b', 'c']) note(p, { round: 'r', order: o, body: {} })
    const went: string[] = []
    expect(await flush(p, async n => { if (n.order === 'b') throw new TypeError('Failed to fetch'); went.push(n.order) })).toEqual({ sent: 1, refused: [] })
    expect(went).toEqual(['a'])
    expect(noted(p).map(n => n.order)).toEqual(['b', 'c'])
  })
  it('counts what was there already as sent, and returns what is refused for good', async () => {
    const p = phone()
    for (const o of ['a', 'b', 'c']) note(p, { round: 'r', order: o, body: {} })
    const out = await flush(p, async n => { if (n.order === 'a') throw refusal(409, 'orders.already_served'); if (n.order === 'b') throw refusal(409, 'delivery.code') })
    expect(out.sent).toBe(2)
    expect(out.refused.map(r => [r.n.order, r.why])).toEqual([['b', 'delivery.code']])
    expect(noted(p)).toEqual([])
  })
  it('reads a phone whose memory was damaged as empty', () => {
    expect(noted({ getItem: () => '{"broken', setItem: () => undefined })).toEqual([])
  })
})

it('stops move by one and not beyond the ends', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

it('bags are missing only once a round is back', () => {
  expect(missing({ state: 'out', bags_out: 5, bags_in: 0 })).toBe(0)
  expect(missing({ state: 'back', bags_out: 5, bags_in: 3 })).toBe(2)
  expect(missing({ state: 'back', bags_out: 2, bags_in: 3 })).toBe(0)
})

it('an address on paper begins with the road', () => {
  expect(door('和乐区榕荫街道学前北路202号碧盛名庭3栋1单元405房')).toBe('学前北路202号碧盛名庭3栋1单元405房')
  expect(door('朝阳路 1 号')).toBe('朝阳路 1 号')
  expect(door('榕荫街道')).toBe('榕荫街道')
  expect(door()).toBe('')
})
