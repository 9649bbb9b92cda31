// The look: one accent, one type scale (12 14 16 20 24), an 8 px grid.
import { createContext, useContext } from 'react'
import type { ThemeConfig } from 'antd'

export const accent = '#1668dc'

/** theme of antd; care mode has larger type, larger targets and stronger contrast. */
export function theme(care: boolean): ThemeConfig {
  return {
    cssVar: { key: 'linli' },
    hashed: false,
    token: {
      colorPrimary: care ? '#0b4a9e' : accent,
      colorInfo: care ? '#0b4a9e' : accent,
      colorLink: care ? '#0b4a9e' : '#0f56bd',
      colorText: care ? '#000000' : '#1d2733',
      colorTextSecondary: care ? '#22303f' : '#465364',
      colorTextTertiary: care ? '#22303f' : '#566273',
      colorTextDescription: care ? '#22303f' : '#566273',
      colorTextPlaceholder: care ? '#3d4a59' : '#667284',
      colorTextQuaternary: care ? '#3d4a59' : '#667284',
      colorTextDisabled: care ? '#4a5563' : '#6b7685',
      colorSuccess: '#1a7f4b',
      colorSuccessBg: '#e6f4ec',
      colorSuccessBorder: '#9fd0b3',
      colorSuccessText: '#136239',
      colorWarning: '#ad6800',
      colorWarningText: '#874d00',
      colorError: '#c62828',
      colorErrorText: '#a8201a',
      colorBorder: care ? '#5c6875' : '#c8cfd8',
      colorBorderSecondary: '#e3e7ec',
      colorBgLayout: '#f4f6f8',
      borderRadius: 4,
      borderRadiusLG: 6,
      fontSize: care ? 18 : 14,
      fontSizeSM: care ? 16 : 12,
      fontSizeLG: care ? 20 : 16,
      controlHeight: care ? 48 : 32,
      motion: typeof matchMedia === 'undefined' || !matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily: 'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif',
    },
    components: {
      Table: { headerBg: '#f7f9fb', headerColor: care ? '#000' : '#465364', cellPaddingBlock: care ? 16 : 10, cellPaddingBlockMD: 10, cellPaddingInlineMD: 16, rowHoverBg: '#f2f6fc', headerSplitColor: 'transparent' },
      Layout: { siderBg: '#ffffff', headerBg: '#ffffff' },
      Menu: { itemBorderRadius: 4, itemMarginInline: 8, itemHeight: care ? 52 : 38, itemSelectedBg: '#e9f1fd', itemSelectedColor: '#0f4fa8', groupTitleColor: '#566273', groupTitleFontSize: care ? 16 : 12 },
      Steps: { colorTextDescription: '#465364', colorTextQuaternary: '#566273' },
      Descriptions: { labelBg: '#f7f9fb', colorTextTertiary: '#465364' },
      Card: { headerFontSize: care ? 18 : 14 },
      Statistic: { contentFontSize: 24, titleFontSize: care ? 16 : 12 },
    },
  }
}

export interface Settings { care: boolean; setCare(on: boolean): void; lang: 'zh' | 'en'; setLang(l: 'zh' | 'en'): void }
export const SettingsContext = createContext<Settings>({ care: false, setCare() {}, lang: 'zh', setLang() {} })
export const useSettings = () => useContext(SettingsContext)
