import type { ReactNode } from 'react'
import { Drawer } from 'antd'
import { common } from './words'

export function DetailDrawer({ open, title, onClose, children, extra, width = 640 }: { open: boolean; title: ReactNode; onClose: () => void; children: ReactNode; extra?: ReactNode; width?: number }) {
  return (
    <Drawer open={open} title={title} onClose={onClose} extra={extra} size={Math.min(width, innerWidth)} destroyOnHidden closable={{ 'aria-label': common.close }}>
      {children}
    </Drawer>
  )
}
