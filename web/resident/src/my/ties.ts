import { words } from '../kit/words'

const w = words({
  parent: ['父母', 'Parent'], child: ['子女', 'Child'], spouse: ['配偶', 'Spouse'], grandparent: ['祖辈', 'Grandparent'], neighbour: ['邻居', 'Neighbour'], relative: ['亲戚', 'Relative'], other: ['其他', 'Other'],
  orders: ['预约服务', 'Book services'], messages: ['收消息', 'Get messages'], money: ['看费用', 'See costs'],
  asked: ['等对方同意', 'Waiting for consent'], agreed: ['已同意', 'Agreed'], refused: ['没有同意', 'Refused'], ended: ['已结束', 'Ended'],
})
export const relations = () => (['parent', 'grandparent', 'spouse', 'relative', 'neighbour', 'other'] as const).map(k => [k, w[k]] as const)
export const powers = () => (['orders', 'messages'] as const).map(k => [k, w[k]] as const)
export const tieWord = (k?: string): string => (k ? (w as Record<string, string>)[k] ?? k : '')
