import type { ReactNode } from 'react'
import { Steps } from 'antd'
import { common } from './words'

/** StepForm shows where one is ("Step 3 of 5") above the step itself. */
export function StepForm({ steps, at, children }: { steps: string[]; at: number; children: ReactNode }) {
  return (
    <div className="panel">
      <div style={{ padding: '16px 24px', borderBottom: '1px solid var(--line)' }}>
        <div className="vh" role="status">{common.step(at + 1, steps.length)}: {steps[at]}</div>
        <Steps size="small" current={at} items={steps.map(title => ({ title }))} />
      </div>
      <div className="body" style={{ padding: 24 }}>{children}</div>
    </div>
  )
}
