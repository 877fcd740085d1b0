import { AuthError, type ErrorCode, SECURITY_EVENT_URIS } from '@latchkey/contract'
import type { EventTokenCheck } from '../../ports/provider-event-verifier.js'
import { type EventSubject, readEventSubject } from './event-subject.js'
import { bareIssuer, isIssuer } from './is-issuer.js'
import type { CheckedLogoutToken, CheckLogoutTokenDeps, EndedSignIn } from './logout-token.js'
import type { Provider } from './provider.js'
import { fieldsOf } from './provider-answer.js'

/** What a security event token of a provider says. */
export interface CheckedSecurityEvents {
  readonly id: CheckedLogoutToken['id']
  readonly ended: readonly EndedSignIn[]
  /** What nothing follows from here, and why not; for the log. */
  readonly passedOver: readonly string[]
}

/** A provider whose security events are heard. */
export type EventProvider = Provider &
  Required<Pick<Provider, 'securityEvents'>> & { readonly idTokens: NonNullable<Provider['idTokens']> }

const RISC = 'https://schemas.openid.net/secevent/risc/event-type'
const OAUTH = 'https://schemas.openid.net/secevent/oauth/event-type'

/** After these nobody should be signed in by the account until they have proved it again. */
const ENDS_SIGN_INS: readonly string[] = [
  SECURITY_EVENT_URIS['session-revoked'],
  SECURITY_EVENT_URIS['account-disabled'],
  SECURITY_EVENT_URIS['account-purged'],
  `${RISC}/account-credential-change-required`,
  // As Google names them: https://developers.google.com/identity/protocols/risc
  `${RISC}/sessions-revoked`,
  `${OAUTH}/tokens-revoked`,
]

/** @throws AuthError `provider_unknown` */
export const findEventProvider = (providers: readonly Provider[], providerId: string): EventProvider => {
  const provider = providers.find(({ id }) => id === providerId)
  if (provider?.securityEvents === undefined || provider.idTokens === undefined)
    throw new AuthError('provider_unknown', { detail: 'securityEvents is not on' })
  return { ...provider, securityEvents: provider.securityEvents, idTokens: provider.idTokens }
}

/**
 * What a provider says by a security event token (RFC 8417). It ends sign-ins alone: nothing that it says opens one, or brings one back.
 *
 * @throws AuthError `event_token_…`, `provider_unreachable`
 */
export const checkSecurityEvents = async (
  deps: Omit<CheckLogoutTokenDeps, 'providers'>,
  provider: EventProvider,
  token: string,
): Promise<CheckedSecurityEvents> => {
  const { id, idTokens, securityEvents } = provider
  const issuer = deps.idTokens.peekIssuer(token)
  if (issuer === undefined) throw new AuthError('event_token_malformed', { detail: `${id}: no JWT` })
  if (!isIssuer(idTokens, issuer) && !securityEvents.issuers.includes(issuer))
    throw new AuthError('event_token_issuer_refused', { detail: id })
  const check = await deps.providerEvents.verifySecurityEvent(token, {
    expectedIssuer: issuer,
    acceptedAudiences: securityEvents.audiences,
    acceptedAlgorithms: idTokens.algorithms,
    jwksUri: idTokens.jwksUri,
    onlyPublic: idTokens.onlyPublic,
  })
  if (!check.ok)
    throw new AuthError(codes[check.fault], { detail: `${id}: ${check.detail}`, cause: check.cause })
  const read = Object.entries(check.events).map(([type, event]) =>
    readEvent({ type, event, subject: check.claims['sub_id'] }, { provider: id, issuer }),
  )
  return {
    id: { jti: check.id, issuedAt: check.issuedAt, expiresAt: check.expiresAt },
    ended: read.flatMap((one) => ('ended' in one ? [one.ended] : [])),
    passedOver: read.flatMap((one) => ('passedOver' in one ? [one.passedOver] : [])),
  }
}

const codes: Record<Extract<EventTokenCheck, { ok: false }>['fault'], ErrorCode> = {
  key: 'event_token_key_refused',
  issuer: 'event_token_issuer_refused',
  audience: 'event_token_audience_refused',
  token: 'event_token_malformed',
  unreachable: 'provider_unreachable',
}

type ReadEvent = { readonly ended: EndedSignIn } | { readonly passedOver: string }

interface ToldEvent {
  readonly type: string
  readonly event: unknown
  /** `sub_id` of the token. */
  readonly subject: unknown
}

const readEvent = (
  { type, event, subject }: ToldEvent,
  { provider, issuer }: { readonly provider: string; readonly issuer: string },
): ReadEvent => {
  const name = type.slice(0, LONGEST_NAME)
  if (!endsSignIns(type, event)) return { passedOver: name }
  const about = readEventSubject(subject ?? fieldsOf(event)['subject'], issuer)
  const named = namedBy(about, type)
  return named === undefined
    ? { passedOver: `${name} about ${about.of}` }
    : { ended: { provider, issuer: bareIssuer(issuer), ...named } }
}

const LONGEST_NAME = 120

/** CAEP 1.0 §3.3.1: a credential that is new takes nothing away from whoever signed in with another. */
const endsSignIns = (type: string, event: unknown): boolean =>
  type === SECURITY_EVENT_URIS['credential-change']
    ? fieldsOf(event)['change_type'] !== 'create'
    : ENDS_SIGN_INS.includes(type)

/** Only the end of a session is about that session alone; whatever happens to an account is about all of them. */
const namedBy = (
  about: EventSubject,
  type: string,
): { readonly sub: string; readonly sid?: string } | { readonly sid: string } | undefined => {
  const isOfSession = type === SECURITY_EVENT_URIS['session-revoked']
  if (about.of === 'person') {
    const { sub, sid } = about
    return isOfSession && sid !== undefined ? { sub, sid } : { sub }
  }
  return about.of === 'session' && isOfSession ? { sid: about.sid } : undefined
}
