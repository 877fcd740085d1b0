import { bareIssuer } from './is-issuer.js'
import { type Fields, fieldsOf } from './provider-answer.js'

/** Whom an event of a provider is about, in its words (RFC 9493, SSF 1.0 §3). */
export type EventSubject =
  | { readonly of: 'person'; readonly sub: string; readonly sid?: string }
  | { readonly of: 'session'; readonly sid: string }
  /** Somebody of another issuer. */
  | { readonly of: 'stranger' }
  | { readonly of: 'nobody-known' }

/**
 * Of a complex subject the user and the session are looked at. An address or a telephone number names nobody: whose it is at the provider is
 * nothing to end sessions by.
 *
 * ```json
 * { "format": "complex", "user": { "format": "iss_sub", "iss": "https://sso.example.com", "sub": "248289761001" },
 *   "session": { "format": "opaque", "id": "08a5019c-17e1-4977-8f42-65a12843ea02" } }
 * { "subject_type": "iss-sub", "iss": "https://accounts.google.com/", "sub": "110169484474386276334" }
 * ```
 *
 * @param value `sub_id` of the token, or what is older, `subject` of the event
 * @param issuer of the token, whose people these must be
 */
export const readEventSubject = (value: unknown, issuer: string): EventSubject => {
  const subject = fieldsOf(value)
  if (formatOf(subject) !== 'complex' && subject['user'] === undefined) return readSimple(subject, issuer)
  const user = subject['user'] === undefined ? undefined : readSimple(fieldsOf(subject['user']), issuer)
  const session = readSimple(fieldsOf(subject['session']), issuer)
  if (user?.of === 'stranger' || session.of === 'stranger') return { of: 'stranger' }
  if (user?.of !== 'person') return session.of === 'session' ? session : { of: 'nobody-known' }
  return session.of === 'session' ? { ...user, sid: session.sid } : user
}

const readSimple = (subject: Fields, issuer: string): EventSubject => {
  const format = formatOf(subject)
  const { iss, sub, id } = subject
  if (format === 'opaque' && isText(id)) return { of: 'session', sid: id }
  const namesPerson = format === 'iss_sub' || format === 'id_token_claims'
  if (!namesPerson || !isText(iss) || !isText(sub)) return { of: 'nobody-known' }
  return bareIssuer(iss) === bareIssuer(issuer) ? { of: 'person', sub } : { of: 'stranger' }
}

/** RFC 9493 §3 `format`, in drafts before it `subject_type`, with hyphens. */
const formatOf = ({ format, subject_type: type }: Fields): string =>
  String(format ?? type ?? '').replaceAll('-', '_')

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
