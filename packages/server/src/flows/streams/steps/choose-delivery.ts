import { AuthError, type CreateStreamRequest, PUSH_DELIVERY } from '@latchkey/contract'
import type { EventDelivery } from '../../../model/event-stream.js'
import type { Secrets } from '../../../ports/secrets.js'

export interface ChooseDeliveryDeps {
  readonly secrets: Pick<Secrets, 'seal'>
  /** Says what is wrong with an address to push to; undefined when nothing is. */
  readonly problemWithPushUrl: (url: string) => string | undefined
}

/** What the Authorization header of a push is sealed for. */
export const PUSH_AUTHORIZATION_PURPOSE = 'push-authorization'

/**
 * How events are to reach a receiver; it polls when it says nothing.
 *
 * @throws AuthError `invalid_parameter` for an address that nothing is pushed to
 */
export const chooseDelivery = (
  { secrets, problemWithPushUrl }: ChooseDeliveryDeps,
  wanted: CreateStreamRequest['delivery'],
): EventDelivery => {
  if (wanted?.method !== PUSH_DELIVERY) return { kind: 'poll' }
  const { endpoint_url: endpoint, authorization_header: authorization } = wanted
  const problem = problemWithPushUrl(endpoint)
  if (problem !== undefined) {
    const parameter = 'delivery.endpoint_url'
    throw new AuthError('invalid_parameter', { parameter, issues: [{ parameter, message: problem }] })
  }
  return {
    kind: 'push',
    endpoint,
    sealedAuthorization: authorization ? secrets.seal(PUSH_AUTHORIZATION_PURPOSE, authorization) : null,
  }
}
