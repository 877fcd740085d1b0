import { readDrfToken } from '../forms/drf-token.js'
import { type RefreshToken, readRefreshToken } from '../forms/refresh-token.js'
import { readSessionCookie } from '../forms/session-cookie.js'
import { judgeLateRefresh, type Session } from '../model/session.js'
import type { Secrets } from '../ports/secrets.js'
import { type EndCodes, type SessionLookup, sessionChecks } from './session-checks.js'
import { failed, passed, skipped, type Told, type ToldCheck, toldOfForm } from './told.js'

/** What forms of a session are explained with. */
export interface SessionFormLookup extends SessionLookup {
  readonly secrets: Secrets
  /** Whether the refresh tokens of this client rotate. */
  readonly isPublicClient: (id: string) => Promise<boolean>
}

/** A refresh token, looked at and left as it is: nothing rotates, nothing ends. */
export const explainRefreshToken = async (lookup: SessionFormLookup, text: string): Promise<Told> => {
  const token = readRefreshToken(lookup.secrets, text)
  const session = token && (await lookup.sessions.find(token.sessionId))
  const codes: EndCodes = { ended: 'session_ended', expired: 'session_expired', suspended: 'user_suspended' }
  const checks =
    token === undefined
      ? [
          failed(
            'signature',
            'refresh_token_invalid',
            'this server did not make it, or not with any secret it has now',
          ),
          skipped('session', 'who did not make the token knows no session'),
        ]
      : [
          passed('signature', 'made by this server'),
          ...(await sessionChecks(lookup, session, codes)),
          await checkGeneration(lookup, session, token),
        ]
  return toldOfForm('a refresh token', checks, 'The token endpoint takes it, from the client of its session.')
}

const checkGeneration = async (
  { isPublicClient, sessionPolicy, now }: SessionFormLookup,
  session: Session | undefined,
  { generation }: RefreshToken,
): Promise<ToldCheck> => {
  if (session === undefined) return skipped('generation', 'there is no session')
  const said = `number ${generation}, the newest is ${session.generation}`
  if (generation === session.generation) return passed('generation', said)
  if (!(await isPublicClient(session.clientId)))
    return passed('generation', `${said}; this client keeps its token`)
  return judgeLateRefresh(session, generation, sessionPolicy, now) === 'reused'
    ? failed('generation', 'refresh_token_reused', `${said}: presenting it ends the session`)
    : passed('generation', `${said}, and it may still come late`)
}

/** The value of the session cookie. */
export const explainSessionCookie = async (lookup: SessionFormLookup, text: string): Promise<Told> => {
  const cookie = readSessionCookie(lookup.secrets, text)
  const session = cookie && (await lookup.sessions.find(cookie.sessionId))
  const codes: EndCodes = { ended: 'not_signed_in', expired: 'not_signed_in', suspended: 'not_signed_in' }
  const isIts =
    session?.cookieHash != null && lookup.secrets.equal(session.cookieHash, cookie?.secretHash ?? '')
  const checks =
    cookie === undefined
      ? [failed('shape', 'not_signed_in', 'it is no session cookie: perhaps a part of it is missing')]
      : [
          passed('shape', 'a session cookie'),
          session === undefined
            ? passed('secret', 'not looked at without a session')
            : isIts
              ? passed('secret', 'it is the one this session has')
              : failed('secret', 'not_signed_in', 'it is not the one this session has now'),
          ...(await sessionChecks(lookup, session, codes)),
        ]
  return toldOfForm(
    'a session cookie',
    checks,
    'The browser door takes it, and guards that know cookies do. Requests that change something need the CSRF token too.',
  )
}

/** A token of the Django door: 40 hex digits. */
export const explainOpaqueToken = async (lookup: SessionFormLookup, text: string): Promise<Told> => {
  const hash = readDrfToken(lookup.secrets, text)
  const session = hash === undefined ? undefined : await lookup.sessions.findOpaque(hash)
  const codes: EndCodes = {
    ended: 'token_session_ended',
    expired: 'token_session_ended',
    suspended: 'token_session_ended',
  }
  return toldOfForm(
    'an opaque token',
    await sessionChecks(lookup, session, codes),
    'Guards that know opaque tokens take it, with the scheme their wire has: Bearer, or Token.',
  )
}
