import { judgePasswordHash } from '../outbound/foreign-hashes/judge-password-hash.js'
import { markForeignHash } from '../outbound/foreign-hashes/mark-foreign-hash.js'
import type { Note } from './note.js'

/** Names of ways of hashing, as they stand before the first `$`. Nothing else of a hash may be shown. */
const METHOD = /^\$?([a-z0-9_-]{1,24})\$/
const BARE = /^(?:[0-9a-f]{32}|[0-9a-f]{40})$/

/** The text to keep of a password as another system kept it; null and a note when nobody can be let in by it. */
export const tidyPassword = (stored: string | null, notes: Note[]): string | null => {
  // Why there is none has been said.
  if (stored === null && notes.some(({ kind }) => kind === 'password_of_backend')) return null
  const hash = markForeignHash(stored?.trim() ?? '')
  const verdict = judgePasswordHash(hash)
  if (verdict === 'ours' || verdict === 'foreign') return hash
  notes.push(
    verdict === 'none' ? { kind: 'password_none' } : { kind: `password_${verdict}`, ...methodOf(hash) },
  )
  return null
}

const methodOf = (hash: string): { readonly detail?: string } => {
  if (BARE.test(hash)) return { detail: hash.length === 32 ? 'md5' : 'sha1' }
  const method = METHOD.exec(hash)?.[1]
  return method === undefined ? {} : { detail: method }
}
