import type { ReactNode } from 'react'

export type Tone = 'blue' | 'green' | 'amber' | 'red' | ''
/** Tag says a state in a word; the colour only repeats it. */
export const Tag = ({ tone = '', children }: { tone?: Tone; children: ReactNode }) => <span className={`tag ${tone}`}>{children}</span>

/** StateTag looks a state up in a table of [tone, words]. */
export function StateTag({ state, table }: { state: string; table: Record<string, readonly [Tone, string]> }) {
  const [tone, word] = table[state] ?? ['', state]
  return <Tag tone={tone}>{word}</Tag>
}
