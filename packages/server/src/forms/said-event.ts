import { SECURITY_EVENT_URIS, STREAM_EVENT_URIS } from '@latchkey/contract'
import type { EndReason } from '../model/session.js'
import { toNumericDate } from '../model/time.js'
import type { SecurityEvent, SecurityEventType } from '../ports/security-events.js'

type Said = Readonly<Record<string, unknown>>

/** An event in the words of CAEP and RISC. */
export interface SaidEvent {
  readonly uri: string
  /** RFC 9493. */
  readonly subject: Said
  readonly payload: Said
}

/** @param issuer whose users and sessions these are */
export const sayEvent = (issuer: string, event: SecurityEvent): SaidEvent => ({
  uri: uriOf(event.type),
  subject: subjectOf(issuer, event),
  payload: payloadOf(event),
})

/** What an event is called on the wire. */
export const uriOf = (type: SecurityEventType): string =>
  type === 'verification' || type === 'stream-updated' ? STREAM_EVENT_URIS[type] : SECURITY_EVENT_URIS[type]

const subjectOf = (issuer: string, event: SecurityEvent): Said => {
  if (event.streamId !== null) return { format: 'opaque', id: event.streamId }
  // RISC 1.0 §2.6 wants the old address itself, and nothing else.
  if (event.type === 'identifier-changed') return { format: 'email', email: event.detail?.['old'] }
  const user = { format: 'iss_sub', iss: issuer, sub: event.userId }
  if (event.sessionId === null) return user
  return { format: 'complex', user, session: { format: 'opaque', id: event.sessionId } }
}

const payloadOf = (event: SecurityEvent): Said => {
  const happened = { event_timestamp: toNumericDate(event.occurredAt) }
  switch (event.type) {
    case 'session-revoked':
      return { ...happened, ...whyRevoked(event.reason) }
    case 'credential-change':
      return { ...happened, credential_type: 'password', ...event.detail }
    case 'token-claims-change':
      return { ...happened, claims: event.detail ?? {} }
    case 'identifier-changed':
      return typeof event.detail?.['new'] === 'string' ? { 'new-value': event.detail['new'] } : {}
    case 'account-disabled':
    case 'account-enabled':
    case 'account-purged':
      return {}
    case 'verification':
    case 'stream-updated':
      return event.detail ?? {}
  }
}

interface Why {
  readonly by: 'admin' | 'user' | 'policy' | 'system'
  readonly admin: string
  readonly user: string
}

/** CAEP 1.0 §2: who set it off, and why, in words for operators and for people. */
const REASONS: Readonly<Record<EndReason | 'deleted', Why>> = {
  signed_out: { by: 'user', admin: 'signed out', user: 'You signed out.' },
  signed_out_elsewhere: {
    by: 'user',
    admin: 'signed out from another device',
    user: 'You ended this session from another device.',
  },
  replaced: { by: 'user', admin: 'the same browser signed in again', user: 'You signed in again.' },
  password_changed: {
    by: 'policy',
    admin: 'the password was changed',
    user: 'Your password was changed. Sign in again.',
  },
  revoked: { by: 'system', admin: 'revoked', user: 'This session was ended. Sign in again.' },
  refresh_token_reused: {
    by: 'policy',
    admin: 'a refresh token was used twice',
    user: 'This session was ended to protect your account. Sign in again.',
  },
  user_suspended: { by: 'admin', admin: 'the account was suspended', user: 'Your account is suspended.' },
  ended_by_provider: {
    by: 'system',
    admin: 'ended by the provider that the person signed in with',
    user: 'You were signed out by the account you had signed in with. Sign in again.',
  },
  impersonation_over: {
    by: 'admin',
    admin: 'an operator stopped acting as the user',
    user: 'Support left your account.',
  },
  deleted: { by: 'system', admin: 'the session was deleted', user: 'This session is over.' },
}

const whyRevoked = (reason: string | null): Said => {
  const why = REASONS[(reason ?? 'deleted') as keyof typeof REASONS] ?? REASONS.deleted
  return {
    initiating_entity: why.by,
    reason_admin: { en: why.admin },
    reason_user: { en: why.user },
  }
}
