import type { Transmitter } from './transmitter.js'

/** Whom an event is about (RFC 9493, SSF 1.0 §3). */
export type EventSubject =
  | { readonly of: 'session'; readonly sessionId: string }
  | { readonly of: 'person'; readonly subject: string }
  /** Somebody of another issuer. */
  | { readonly of: 'stranger' }
  | { readonly of: 'nobody-known' }

type Member = Readonly<Record<string, unknown>>

/**
 * `sub_id` → whom it means. Of a complex subject the session counts, or else the person: what narrows it further (a device, a group) is
 * not known here, and to end too much is the safe side.
 *
 * ```json
 * { "format": "complex", "user": { "format": "iss_sub", "iss": "https://id.example.com", "sub": "usr_…" },
 *   "session": { "format": "opaque", "id": "ses_…" } }
 * ```
 */
export const readSubject = (value: unknown, { names }: Pick<Transmitter, 'names'>): EventSubject => {
  const { format, user, session, ...simple } = Object(value) as Member
  if (format !== 'complex') return readSimple({ format, ...simple }, names)
  const person = user === undefined ? undefined : readSimple(Object(user) as Member, names)
  if (person?.of === 'stranger') return person
  const { format: sessionFormat, id } = Object(session) as Member
  if (sessionFormat === 'opaque' && isText(id)) return { of: 'session', sessionId: id }
  return person?.of === 'person' ? person : { of: 'nobody-known' }
}

const readSimple = ({ format, iss, sub, id }: Member, names: readonly string[]): EventSubject => {
  if (format === 'opaque' && isText(id)) return { of: 'session', sessionId: id }
  if (format !== 'iss_sub' || !isText(iss) || !isText(sub)) return { of: 'nobody-known' }
  return names.includes(iss) ? { of: 'person', subject: sub } : { of: 'stranger' }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
