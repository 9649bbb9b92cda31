import { useEffect } from 'react'
import { Alert, Button, Checkbox, Form, InputNumber, Segmented, TimePicker } from 'antd'
import type { Dayjs } from 'dayjs'
import { send, useApi, useDo, type List } from '../kit/api'
import { DetailDrawer } from '../kit/DetailDrawer'
import { Loading, Problems } from '../kit/States'
import { byWord, w, type Courier, type Plan } from './words'

interface Asked { couriers: string[]; by: string; minutes: number; boxes: number; leave?: Dayjs | null; fresh?: boolean }

/** PlanRounds asks who can go, and how, and plans the rounds of a time. */
export function PlanRounds({ point, day, slot, onDone, onClose }: { point: string; day: string; slot: string; onDone: (p: Plan) => void; onClose: () => void }) {
  const couriers = useApi<List<Courier>>(`/delivery/kitchen/${point}/couriers`)
  const [form] = Form.useForm<Asked>()
  useEffect(() => { if (couriers.data) form.setFieldValue('couriers', couriers.data.items.map(c => c.account)) }, [couriers.data, form])
  const plan = useDo((a: Asked) => send<Plan>('post', '/delivery/plans', {
    body: { point, day, slot, by: a.by, minutes: a.minutes, leave: a.leave?.format('HH:mm'), fresh: !!a.fresh, couriers: a.couriers.map(account => ({ account, boxes: a.boxes })) },
  }), ['/delivery', '/orders'], p => { onDone(p); onClose() })
  return (
    <DetailDrawer open width={480} title={w.plan} onClose={onClose}>
      {couriers.isPending ? <Loading rows={4} /> : (
        <Form form={form} layout="vertical" initialValues={{ by: 'bike', minutes: 60, boxes: 40 }} onFinish={a => plan.mutate(a)}>
          {couriers.data && couriers.data.items.length === 0 && <Alert type="warning" showIcon title={w.noCouriers} style={{ marginBottom: 16 }} />}
          <Form.Item name="couriers" label={w.couriers} rules={[{ validator: (_, v?: string[]) => (v?.length ? Promise.resolve() : Promise.reject(new Error(w.couriers))) }]}>
            <Checkbox.Group options={(couriers.data?.items ?? []).map(c => ({ value: c.account, label: c.name }))} />
          </Form.Item>
          <Form.Item name="by" label={w.by}><Segmented options={['bike', 'walk', 'car'].map(v => ({ value: v, label: byWord(v) }))} /></Form.Item>
          <div className="row" style={{ gap: 24, alignItems: 'flex-start' }}>
            <Form.Item name="minutes" label={w.minutes} extra={w.minutesNote}><InputNumber min={15} max={240} step={5} /></Form.Item>
            <Form.Item name="boxes" label={w.boxes}><InputNumber min={1} max={500} /></Form.Item>
          </div>
          <Form.Item name="leave" label={w.leave} extra={w.leaveNote}><TimePicker format="HH:mm" minuteStep={5} needConfirm={false} /></Form.Item>
          <Form.Item name="fresh" valuePropName="checked"><Checkbox>{w.fresh}</Checkbox></Form.Item>
          {plan.isError && <Alert type="error" showIcon title={plan.error.message} description={<Problems error={plan.error} />} style={{ marginBottom: 16 }} />}
          <Button type="primary" htmlType="submit" loading={plan.isPending} disabled={!couriers.data?.items.length}>{w.go}</Button>
        </Form>
      )}
    </DetailDrawer>
  )
}
