// Who is signed in, and for whom they are acting just now.
import type { Help, Person } from '../my/types'
import { server } from '../my/server'
import { ApiError, onSignedOut } from './api'
import { forget } from './ask'
import { disk } from './disk'
import { dropDrafts } from './draft'
import { change, onChange, settings } from './settings'
import { store } from './store'

export interface Me {
  /** False until the server said who asks. */
  known: boolean
  in: boolean
  account: string
  name: string
  demo: boolean
  people: Person[]
  /** The person acted for: oneself, or one who agreed. */
  for: string
  help?: Help
  error?: unknown
}

const nobody: Me = { known: true, in: false, account: '', name: '', demo: false, people: [], for: '' }
export const me = store<Me>({ ...nobody, known: false })

/** hotline is whom to call when nothing nearer is known: the government's 12345. */
export const hotline: Help = { name: '12345', phone: '12345' }
export const helper = (m: Me): Help => m.help ?? hotline

export const acting = (m: Me): Person | undefined => m.people.find(p => p.id === m.for)

/** choose whom one acts for; it is remembered on this device. */
export function choose(person: string) {
  disk.write('for', person)
  me.set({ for: person })
}

/** who asks the server who is signed in; called at the start and after signing in. */
export async function who(): Promise<void> {
  try {
    const s = await server.session()
    if (!s.signed_in || s.account?.kind !== 'resident') {
      me.set({ ...nobody, demo: !!s.demo })
      return
    }
    const people = await server.people().catch((e: unknown) => {
      if (e instanceof ApiError && [403, 404].includes(e.problem.status)) return []
      throw e
    })
    const last = disk.read<string>('for')
    const own = people.find(p => p.self) ?? people[0]
    const now = people.find(p => p.id === last) ?? own
    me.set({ known: true, in: true, error: undefined, account: s.account.id, name: s.account.name, demo: !!s.demo, people, for: now?.id ?? '' })
    if (now) void server.home(now.id).then(h => { if (h.call?.phone) me.set({ help: h.call }) }, () => undefined)
    const likes = await server.likes().catch(() => undefined)
    if (likes && (likes.care !== undefined || likes.lang)) {
      change({ care: likes.care ?? settings.get().care, lang: likes.lang?.startsWith('en') ? 'en' : 'zh' }, true)
    }
  } catch (error) {
    me.set({ known: true, error })
  }
}

/** leave signs out and forgets what was read and typed: the phone may be shared. */
export async function leave(): Promise<void> {
  await server.signOut().catch(() => undefined)
  clear()
}

function clear() {
  forget()
  dropDrafts()
  disk.drop('for')
  disk.drop('cookie')
  me.set({ ...nobody, demo: me.get().demo })
}

onSignedOut(() => { if (me.get().in) clear() })
onChange(s => { if (me.get().in) void server.saveLikes({ care: s.care, lang: s.lang }).catch(() => undefined) })
