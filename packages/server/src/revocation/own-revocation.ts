import { paths, statusReference } from '@latchkey/contract'
import type { RevocationSource, Standing } from '@latchkey/guard'
import { type Millis, SECOND } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { EventTail } from '../ports/event-tail.js'
import type { StatusLists } from '../ports/status-lists.js'

export interface OwnRevocationDeps {
  readonly issuer: string
  readonly tail: Pick<EventTail, 'subscribe' | 'upToDateAt' | 'catchUp'>
  readonly statusLists: Pick<StatusLists, 'hasEnded'>
  readonly clock: Clock
}

/** While the database cannot be asked, tokens are believed for so long: as long as a guard elsewhere believes them. */
const MAX_STALENESS: Millis = 60 * SECOND
const NUMBER = /^[0-9]{1,9}$/

/** How guards in the process of the server learn of ends: from the events themselves, whatever process noted them. */
export const ownRevocation = ({ issuer, tail, statusLists, clock }: OwnRevocationDeps): RevocationSource => {
  const prefix = `${issuer}${paths.statusLists}/`

  const look = (status: unknown): Standing | Promise<Standing> => {
    // Of a session that was opened before there were lists.
    if (status === undefined) return 'live'
    const { success, data } = statusReference.safeParse(status)
    const { uri, idx } = success ? data.status_list : { uri: '', idx: 0 }
    const number = uri.slice(prefix.length)
    if (!uri.startsWith(prefix) || !NUMBER.test(number)) return 'misplaced'
    const hasEnded = statusLists.hasEnded(Number(number), idx)
    const tell = (ended: boolean): Standing => (ended ? 'ended' : 'live')
    return typeof hasEnded === 'boolean' ? tell(hasEnded) : hasEnded.then(tell, () => 'unknown')
  }

  const freshUntil = (): Millis => tail.upToDateAt() + MAX_STALENESS
  const isFresh = (): boolean => clock.now() < freshUntil()

  return {
    open: (onEnded) => {
      const unsubscribe = tail.subscribe((events) => {
        const ended = new Set<unknown>(events.flatMap(({ sessionId }) => sessionId ?? []))
        if (ended.size > 0) onEnded(({ sid }) => ended.has(sid))
      })
      return {
        standingOf: ({ status }) => {
          if (isFresh()) return look(status)
          const known = (): Standing | Promise<Standing> => (isFresh() ? look(status) : 'unknown')
          return tail.catchUp().then(known, known)
        },
        freshUntil,
        staleness: () => Math.max(0, clock.now() - tail.upToDateAt()),
        close: async () => unsubscribe(),
      }
    },
  }
}
