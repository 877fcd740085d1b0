import { AuthError } from '@latchkey/contract'
import {
  checkSecurityEvents,
  type EventProvider,
  findEventProvider,
} from '../sign-in/social/security-event.js'
import type { ReceiveLogoutDeps } from './receive-logout.js'
import { endSignIn } from './steps/end-sign-in.js'
import { noteEndedSignIns } from './steps/note-ended-sign-ins.js'

export type ReceiveSecurityEventDeps = ReceiveLogoutDeps

export interface ReceiveSecurityEvent {
  readonly providerId: string
  /** As it came; the header `Authorization`. */
  readonly authorization: string | undefined
  readonly token: string
}

/** A token has one event, as senders are asked to make it; one that has hundreds fills no log. */
const MOST_TOLD = 8

/**
 * A security event token of a provider → the sessions end that were opened by the sign-ins it is about (RFC 8935 §2). What it says that is not
 * known here is acknowledged, so that it does not come again, and told in the log.
 *
 * @throws AuthError `event_sender_refused`, what {@link findEventProvider} and {@link checkSecurityEvents} throw
 */
export const receiveSecurityEvent = async (
  deps: ReceiveSecurityEventDeps,
  { providerId, authorization, token }: ReceiveSecurityEvent,
): Promise<void> => {
  const provider = findEventProvider(deps.providers(), providerId)
  authenticateSender(deps, provider, authorization)
  const { id, ended, passedOver } = await checkSecurityEvents(deps, provider, token)
  const key = `event ${provider.id} ${deps.secrets.hash(id.jti)}`
  await noteEndedSignIns(deps, ended, id.issuedAt)
  const count = await deps.storage.transaction(async (stores) => {
    if (!(await stores.spentProofs.consumeOnce(key, id.expiresAt))) return undefined
    const now = deps.clock.now()
    let sum = 0
    for (const signIn of ended) sum += await endSignIn(deps, stores, { ended: signIn, now })
    return sum
  })
  for (const told of passedOver.slice(0, MOST_TOLD))
    deps.log.info('security event passed over', { provider: provider.id, told })
  deps.log.info('security event received', {
    provider: provider.id,
    ended: count ?? 0,
    again: count === undefined,
  })
}

/** RFC 8935 §2: who sends may be asked to prove it. What counts is the signature; this keeps strangers from having any looked at. */
const authenticateSender = (
  { secrets }: Pick<ReceiveSecurityEventDeps, 'secrets'>,
  { id, securityEvents }: EventProvider,
  authorization = '',
): void => {
  const { token } = securityEvents
  if (token === undefined) return
  const [, shown = ''] = /^bearer +(\S+)$/i.exec(authorization) ?? []
  if (!secrets.equal(secrets.hash(shown), secrets.hash(token)))
    throw new AuthError('event_sender_refused', { detail: id })
}
