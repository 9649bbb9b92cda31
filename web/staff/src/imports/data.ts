// A run of the roster import and its mapping.
import type { Tone } from '../kit/Tag'
import { words } from '../kit/words'

export type State = 'uploaded' | 'mapped' | 'running' | 'done' | 'failed' | 'undoing' | 'undone'
export interface Import { id: string; region: string; name: string; state: State; columns: string[]; mapping: string[]; total: number; done: number; taken: number; updated: number; unchanged: number; rejected: number; kept?: number; error?: string; account?: string; created: string; changed?: string; version: number }
export interface Reason { field?: string; code: string; zh: string; en: string }
export interface PreviewRow { line: number; cells: string[]; reasons?: Reason[] | null }

export const w = words({
  title: ['名册导入', 'Roster imports'], lead: ['把 Excel 或 CSV 名册导入自然人库：先预览核对，再写入；写入后可以整批撤销。', 'Bring an Excel or CSV roster into the register: look first, then write; a whole run can be undone.'],
  new: ['导入新名册', 'Import a roster'], file: ['文件', 'File'], by: ['导入人', 'By'], result: ['结果', 'Result'], none: ['还没有导入过名册', 'Nothing has been imported yet'], noneNext: ['选择一个 Excel 或 CSV 文件开始。', 'Choose an Excel or CSV file to begin.'],
  upload: ['选择文件', 'Choose a file'], drop: ['点击或把文件拖到这里', 'Click, or drop a file here'], dropNote: ['支持 .xlsx 与 .csv（UTF-8、GB18030 等编码自动识别），第一行为列名', '.xlsx and .csv (UTF-8, GB18030 and others are recognised); the first row holds the names of the columns'],
  into: ['导入到', 'Into'], intoNote: ['名册所属的街道或社区', 'The street or community of this roster'],
  mapping: ['对应列', 'Match columns'], mappingLead: ['请核对每一列对应的内容。已自动识别的列已填好。', 'Check what each column means. What we recognised is filled in.'], column: ['文件中的列', 'Column of the file'], means: ['对应内容', 'Means'], ignore: ['不导入', 'Leave out'], example: ['示例', 'Examples'],
  preview: ['预览', 'Preview'], previewLead: ['以下为前几行，按所选对应关系读取。确认无误后开始导入。', 'The first rows as they will be read. Begin when they look right.'], start: ['开始导入', 'Begin the import'],
  run: ['导入', 'Import'], running: ['正在导入', 'Importing'], leave: ['可以离开此页，导入会继续进行。', 'You may leave this page; the import goes on.'], undoing: ['正在撤销', 'Undoing'],
  taken: ['新增', 'Added'], updated: ['更新', 'Updated'], unchanged: ['无变化', 'Unchanged'], rejected: ['未导入', 'Rejected'], total: ['总行数', 'Rows'],
  done: ['导入完成', 'Import finished'], doneBut: (n: string) => [`导入完成，${n} 行未导入`, `Import finished; ${n} rows were not taken`], failed: ['导入没有完成', 'The import did not finish'], undone: ['已撤销，名册内容已恢复原样', 'Undone; the register is as it was'],
  errors: ['下载未导入的行（Excel）', 'Download the rejected rows (Excel)'], errorsNote: ['改正后可直接再次导入，已导入的行不会重复。', 'Correct them and import the file again; rows already taken are not doubled.'],
  undo: ['撤销本次导入', 'Undo this import'], undoAsk: (n: string) => [`撤销后，本次新增的 ${n} 人将移出名册，更新的内容恢复原样。`, `The ${n} people added will leave the register, and updates are taken back.`],
  seePeople: ['查看居民', 'See the residents'], seeMap: ['在地图上看', 'See on the map'], missing: (s: string) => [`还缺必需的内容：${s}`, `Still needed: ${s}`], twice: (s: string) => [`“${s}”选了不止一列`, `"${s}" is chosen for more than one column`], chooseRegion: ['请选择区域', 'Choose a place'], again: ['重新开始', 'Begin again'], kept: (n: string) => [`${n} 人已被他人修改，未撤销`, `${n} records had been changed by somebody since and were kept`], line: ['行', 'Row'], bad: ['问题', 'Trouble'], badRows: (n: number) => [`前几行中有 ${n} 行不能导入，开始后会列入“未导入”`, `${n} of the first rows cannot be taken; they will be listed as rejected`],
  s_uploaded: ['待对应', 'To be matched'], s_mapped: ['待确认', 'To be confirmed'], s_running: ['导入中', 'Running'], s_done: ['已完成', 'Done'], s_failed: ['失败', 'Failed'], s_undoing: ['撤销中', 'Undoing'], s_undone: ['已撤销', 'Undone'],
})
export const stateTable = (): Record<string, readonly [Tone, string]> => ({ uploaded: ['amber', w.s_uploaded], mapped: ['amber', w.s_mapped], running: ['blue', w.s_running], done: ['green', w.s_done], failed: ['red', w.s_failed], undoing: ['blue', w.s_undoing], undone: ['', w.s_undone] })

/** stepOf says where the wizard stands: 0 file, 1 columns, 2 preview, 3 run, 4 result. */
export function stepOf(state: State): number {
  return { uploaded: 1, mapped: 2, running: 3, undoing: 3, done: 4, failed: 4, undone: 4 }[state]
}

/** faults of a mapping (the field of each column): whether the name is missing, and what is chosen twice. */
export function mappingFaults(mapping: string[], required = ['name']): { missing: string[]; twice: string[] } {
  const used = mapping.filter(Boolean)
  return { missing: required.filter(f => !used.includes(f)), twice: [...new Set(used.filter((f, i) => used.indexOf(f) !== i))] }
}

/** fields that a column may mean; attributes come after them as "attribute:key". */
export const fields = words({
  name: ['姓名', 'Name'], resident_id: ['居民身份证号', 'Resident ID number'], sex: ['性别', 'Sex'], birth: ['出生日期', 'Date of birth'], phone: ['手机号', 'Phone'],
  registered_address: ['户籍地址', 'Registered address'], address: ['居住地址', 'Address'], community: ['社区', 'Community'], grid: ['网格', 'Grid'], building: ['楼栋', 'Building'], unit: ['单元', 'Unit'], flat: ['房号', 'Flat'],
  relation: ['与户主关系', 'Relation to the head'], household: ['户号', 'Household number'], lon: ['经度', 'Longitude'], lat: ['纬度', 'Latitude'],
})
