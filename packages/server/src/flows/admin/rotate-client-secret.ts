import { AuthError, type ClientWithSecret, type RotateSecretRequest } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import { SECOND } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Transactions } from '../../ports/storage.js'
import { CLIENT_SECRET_BYTES } from './create-client.js'
import { describeClient } from './steps/describe-client.js'
import { type HoldClientDeps, holdClient } from './steps/hold-client.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface RotateClientSecretDeps extends HoldClientDeps {
  readonly storage: Transactions
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Gives a client another secret, which is in this answer and nowhere else. The one of now is accepted for as long as is said; one before that is
 * accepted no more.
 *
 * @throws AuthError `client_configured`, `target_unknown`, `invalid_parameter` for a public client, which has none
 */
export const rotateClientSecret = (
  deps: RotateClientSecretDeps,
  by: Operator,
  request: Omit<RotateSecretRequest, 'reason'> & { readonly id: string; readonly reason: string | undefined },
): Promise<ClientWithSecret> => {
  const { id, formerAcceptedFor, reason } = request
  const secret = deps.secrets.randomHex(CLIENT_SECRET_BYTES)
  return deps.storage.transaction(async (stores) => {
    const client = await holdClient(deps, stores, { by, id })
    const [former] = client.secretHashes
    if (former === undefined)
      throw new AuthError('invalid_parameter', { parameter: 'id', detail: `${id} is public` })
    const now = deps.clock.now()
    const acceptedUntil = now + formerAcceptedFor * SECOND
    const changed: Client = {
      ...client,
      secretHashes: [deps.secrets.hash(secret)],
      retiringSecret: formerAcceptedFor === 0 ? null : { hash: former, acceptedUntil },
    }
    await stores.clients.replace(changed)
    await noteAct(deps, stores, by, {
      action: 'client.secret_rotated',
      target: id,
      reason,
      detail: { formerAcceptedFor },
    })
    return { client: describeClient(changed, { source: 'database', now }), secret }
  })
}
