import { Button, Form, Input, Modal, Select, Switch } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { PageHeader } from '../kit/PageHeader'
import { Empty, Problems, Shown } from '../kit/States'
import { Tag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { may, useSession } from '../session/session'
import { sent, w, type Category } from './words'

/** Categories is the tree of two levels in which needs and services meet. */
export default function Categories() {
  const all = useApi<List<Category>>('/categories')
  const url = useUrl()
  const edits = may(useSession().data, 'directory.configure')
  const edit = url.get('edit')
  return (
    <div className="page">
      <PageHeader title={w.cats} lead={w.cLead} extra={edits && <Button type="primary" onClick={() => url.set({ edit: 'new' })}>{w.add}</Button>} />
      <div className="panel">
        <Shown of={all}>
          {l => {
            const of = (p: string) => l.items.filter(x => (x.parent ?? '') === p)
            const line = (x: Category, depth: number) => (
              <tr key={x.key}>
                <td style={{ paddingLeft: 16 + depth * 24 }}>{edits ? <button className="plain" onClick={() => url.set({ edit: x.key })}>{named(x)}</button> : named(x)}</td>
                <td className="mono muted">{x.key}</td><td className="muted">{x.taxonomy || w.own}</td>
                <td>{x.active ? <Tag tone="green">{w.inUse}</Tag> : <Tag>{w.outOfUse}</Tag>}</td>
              </tr>
            )
            if (!l.items.length) return <Empty title={w.none} />
            return (
              <table className="figs">
                <thead><tr><th scope="col">{c.name}</th><th scope="col">{w.key}</th><th scope="col">{w.taxonomy}</th><th scope="col">{c.state}</th></tr></thead>
                <tbody>{of('').flatMap(x => [line(x, 0), ...of(x.key).map(y => line(y, 1))])}</tbody>
              </table>
            )
          }}
        </Shown>
      </div>
      {edit && all.data && <Edit of={all.data.items.find(x => x.key === edit)} tops={all.data.items.filter(x => !x.parent && x.key !== edit)} onClose={() => url.set({ edit: '' })} />}
    </div>
  )
}

function Edit({ of, tops, onClose }: { of?: Category; tops: Category[]; onClose: () => void }) {
  const [form] = Form.useForm<Category>()
  const save = useDo((v: Category) => send('put', '/categories/' + encodeURIComponent(of?.key ?? v.key), { body: { ...sent<Category>(['key', 'parent', 'name_zh', 'name_en', 'about', 'taxonomy'], of, v), active: v.active, version: of?.version ?? 0 } }), ['/categories'], onClose)
  return (
    <Modal open title={of ? w.edit : w.add} onCancel={onClose} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" initialValues={of ?? { active: true }} onFinish={v => save.mutate(v)}>
        <Form.Item name="name_zh" label={c.name} rules={[{ required: true }]}><Input maxLength={60} /></Form.Item>
        <Form.Item name="name_en" label={w.nameEn}><Input maxLength={100} /></Form.Item>
        <Form.Item name="key" label={w.key} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9._-]{0,99}$/, message: 'elder.meal_delivery' }]}><Input disabled={!!of} className="mono" /></Form.Item>
        <Form.Item name="parent" label={w.parent}><Select allowClear options={tops.map(x => ({ value: x.key, label: named(x) }))} /></Form.Item>
        <Form.Item name="about" label={w.description}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
        <Form.Item name="active" label={w.inUse} valuePropName="checked"><Switch /></Form.Item>
        {save.isError && <div role="alert"><b>{save.error.message}</b><Problems error={save.error} /></div>}
      </Form>
    </Modal>
  )
}
