import { useEffect, useRef } from 'react'
import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

echarts.use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

/** Chart is drawn as SVG; the screen shows the same figures as a table too. */
export default function Chart({ option, label, height = 240 }: { option: echarts.EChartsCoreOption; label: string; height?: number }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const c = echarts.init(box.current!, undefined, { renderer: 'svg' })
    c.setOption({ animation: false, aria: { enabled: true }, ...option })
    const watch = new ResizeObserver(() => c.resize())
    watch.observe(box.current!)
    return () => { watch.disconnect(); c.dispose() }
  }, [option])
  return <div ref={box} role="img" aria-label={label} style={{ height }} />
}
