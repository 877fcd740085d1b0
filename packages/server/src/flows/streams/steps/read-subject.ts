import { AuthError } from '@latchkey/contract'
import { parseSessionId, parseUserId } from '../../../model/ids.js'

/** A subject identifier as it came (RFC 9493). */
export type PresentedSubject = Readonly<Record<string, unknown>> & { readonly format: string }

/**
 * Whom a receiver means.
 *
 * @example { format: 'iss_sub', iss: 'https://auth.example.com', sub: 'usr_…' }
 * @example { format: 'opaque', id: 'ses_…' }
 * @example { format: 'complex', user: { format: 'iss_sub', … }, session: { format: 'opaque', … } }
 * @returns a `usr_…` or `ses_…`, whether there is one or not
 * @throws AuthError `subject_unknown` for who cannot be anybody here, or is named otherwise
 */
export const readSubject = (issuer: string, subject: PresentedSubject): string => {
  const { format, iss, sub, id, user, session } = subject
  if (format === 'iss_sub' && iss === issuer && typeof sub === 'string')
    return parseUserId(sub) ?? refuse(format)
  if (format === 'opaque' && typeof id === 'string') return parseSessionId(id) ?? refuse(format)
  // The session names its user by itself; without one it is about the user.
  const part = session ?? user
  if (format === 'complex' && isSubject(part) && part.format !== 'complex') return readSubject(issuer, part)
  return refuse(format)
}

const isSubject = (value: unknown): value is PresentedSubject =>
  typeof value === 'object' && value !== null && 'format' in value && typeof value.format === 'string'

const refuse = (format: string): never => {
  throw new AuthError('subject_unknown', { detail: `format ${JSON.stringify(format.slice(0, 40))}` })
}
