import { Form, Input, Modal, Button, Cascader } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { day } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { Tag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, words } from '../kit/words'
import { tree, useRegions } from '../shell/regions'
import { useSession } from './session'

interface Account { id: string; kind: string; login?: string; name: string; region?: string; totp: boolean; closed?: boolean }
interface PostRow { id: string; role: string; region: string; from: string; to?: string }
const w = words({
  title: ['账号与岗位', 'Accounts and posts'], lead: ['账号只有一个，岗位有期限；授予或结束后立即生效。', 'One account each; posts have a term and take effect at once.'], login: ['账号', 'Login'], name: ['姓名', 'Name'], totp: ['动态口令', 'One-time code'], on: ['已启用', 'On'], off: ['未启用', 'Off'], closed: ['已停用', 'Closed'], active: ['正常', 'Active'], none: ['没有账号', 'No accounts'], add: ['新建账号', 'New account'], password: ['初始密码', 'First password'], posts: ['岗位', 'Posts'], role: ['岗位', 'Role'], from: ['自', 'From'], to: ['至', 'To'], noPosts: ['没有岗位', 'No posts'],
})

export default function Accounts() {
  const url = useUrl()
  const regions = useRegions()
  const columns: Column<Account>[] = [
    { key: 'login', title: w.login, render: a => <button className="plain mono" onClick={() => url.set({ open: a.id })}>{a.login || a.id.slice(0, 8)}</button>, text: a => a.login ?? '' },
    { key: 'name', title: w.name, render: a => a.name, text: a => a.name },
    { key: 'region', title: c.region, render: a => regions.name(a.region), text: a => regions.name(a.region) },
    { key: 'totp', title: w.totp, render: a => <Tag tone={a.totp ? 'green' : 'amber'}>{a.totp ? w.on : w.off}</Tag>, text: a => String(a.totp) },
    { key: 'state', title: c.state, render: a => <Tag tone={a.closed ? '' : 'green'}>{a.closed ? w.closed : w.active}</Tag>, text: a => String(!a.closed) },
  ]
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<Button type="primary" onClick={() => url.set({ new: '1' })}>{w.add}</Button>} />
      <div className="panel"><DataTable<Account> id="accounts" path="/accounts" columns={columns} rowKey={a => a.id} onOpen={a => url.set({ open: a.id })} empty={{ title: w.none }} /></div>
      {url.get('open') && <Posts id={url.get('open')} onClose={() => url.set({ open: '' })} />}
      {url.get('new') && <Add onClose={() => url.set({ new: '' })} />}
    </div>
  )
}

function Posts({ id, onClose }: { id: string; onClose: () => void }) {
  const posts = useApi<List<PostRow>>(`/accounts/${id}/posts`)
  const regions = useRegions()
  return (
    <DetailDrawer open title={w.posts} onClose={onClose}>
      <Shown of={posts}>{l => l.items.length === 0 ? <div className="muted">{w.noPosts}</div> : (
        <table className="figs"><thead><tr><th scope="col">{w.role}</th><th scope="col">{c.region}</th><th scope="col">{w.from}</th><th scope="col">{w.to}</th></tr></thead>
          <tbody>{l.items.map(p => <tr key={p.id}><td>{p.role}</td><td>{regions.longName(p.region)}</td><td>{day(p.from)}</td><td>{day(p.to)}</td></tr>)}</tbody></table>
      )}</Shown>
    </DetailDrawer>
  )
}

function Add({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm()
  const s = useSession().data!
  const regions = useRegions()
  const save = useDo((v: { login: string; name: string; password: string; region?: string[] }) => send('post', '/accounts', { body: { ...v, region: v.region?.at(-1) ?? '' }, key: crypto.randomUUID() }), ['/accounts'], onClose)
  return (
    <Modal open title={w.add} onCancel={onClose} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" onFinish={v => save.mutate(v)}>
        <Form.Item name="login" label={w.login} rules={[{ required: true }]}><Input maxLength={40} autoComplete="off" /></Form.Item>
        <Form.Item name="name" label={w.name} rules={[{ required: true }]}><Input maxLength={40} /></Form.Item>
        <Form.Item name="region" label={c.region} rules={[{ required: true }]}><Cascader changeOnSelect options={tree(regions.all, s.posts.map(p => p.region))} /></Form.Item>
        <Form.Item name="password" label={w.password} rules={[{ required: true, min: 12 }]}><Input.Password autoComplete="new-password" /></Form.Item>
        {save.isError && <div role="alert"><b>{save.error.message}</b><Problems error={save.error} /></div>}
      </Form>
    </Modal>
  )
}
