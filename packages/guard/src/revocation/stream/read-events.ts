import { SECOND } from '../../time.js'
import {
  ACCOUNT_DISABLED,
  ACCOUNT_PURGED,
  CREDENTIAL_CHANGE,
  SESSION_REVOKED,
  STREAM_UPDATED,
  TOKEN_CLAIMS_CHANGE,
} from './event-types.js'
import type { Learned } from './learned.js'
import { readSubject } from './read-subject.js'
import type { SecurityEventToken } from './verify-set.js'

/** The claims of a security event token that was verified → what they mean. Events of other kinds mean nothing here. */
export const readEvents = (
  set: SecurityEventToken,
  transmitter: { readonly names: readonly string[] },
): readonly Learned[] =>
  Object.entries(set.events).flatMap(([type, event]) => {
    if (type === STREAM_UPDATED) return readStreamStatus(event)
    return readEvent({ type, event, set }, transmitter)
  })

interface OneEvent {
  readonly type: string
  readonly event: unknown
  readonly set: SecurityEventToken
}

const readEvent = (
  { type, event, set }: OneEvent,
  transmitter: { readonly names: readonly string[] },
): Learned[] => {
  const isEnd = type === SESSION_REVOKED || type === ACCOUNT_DISABLED || type === ACCOUNT_PURGED
  const isChange = type === TOKEN_CLAIMS_CHANGE || type === CREDENTIAL_CHANGE
  if (!isEnd && !isChange) return []
  const subject = readSubject(set.subject, transmitter)
  switch (subject.of) {
    case 'stranger':
      return []
    case 'session':
      // Only a session ends by its name. Its claims are looked at again when it has a new token.
      return type === SESSION_REVOKED
        ? [{ what: 'session-ended', sessionId: subject.sessionId }]
        : notUnderstood(type)
    case 'person':
      return isEnd
        ? [{ what: 'person-ended', subject: subject.subject, at: timeOf(event, set) }]
        : [{ what: 'person-changed', subject: subject.subject }]
    case 'nobody-known':
      return notUnderstood(type)
  }
}

const notUnderstood = (type: string): Learned[] => [
  {
    what: 'not-understood',
    detail: `${type.slice(type.lastIndexOf('/') + 1)} names nobody that is known here`,
  },
]

/** CAEP 1.0 §2: `event_timestamp`, in seconds; otherwise when it was told. The later one, for it ends more. */
const timeOf = (event: unknown, { issuedAt }: SecurityEventToken): number => {
  const { event_timestamp: seconds } = Object(event) as { readonly event_timestamp?: unknown }
  return typeof seconds === 'number' && seconds * SECOND > issuedAt ? seconds * SECOND : issuedAt
}

const readStreamStatus = (event: unknown): Learned[] => {
  const { status } = Object(event) as { readonly status?: unknown }
  return status === 'enabled' ? [] : [{ what: 'stream-stopped', status: String(status).slice(0, 40) }]
}
