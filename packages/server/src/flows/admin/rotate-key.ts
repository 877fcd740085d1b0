import type { RotatedKey, RotateKeyRequest } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import type { Millis } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyFactory } from '../../ports/key-factory.js'
import type { Transactions } from '../../ports/storage.js'
import { rotateSigningKey } from '../rotate-signing-key.js'
import { describeKey } from './list-signing-keys.js'
import { holdOperator } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface RotateKeyDeps {
  readonly storage: Transactions
  readonly keyFactory: KeyFactory
  /** How long a key is published before it signs. */
  readonly publishKeysFor: Millis
  readonly roles: Roles
  readonly clock: Clock
}

/** Adds the next signing key: the others of this server see it within a minute. */
export const rotateKey = (
  deps: RotateKeyDeps,
  by: Operator,
  request: RotateKeyRequest,
): Promise<RotatedKey> =>
  deps.storage.transaction(async (stores) => {
    await holdOperator(deps, stores, by)
    const { signingKeys } = stores
    const key = await rotateSigningKey(
      { ...deps, signingKeys },
      request.when === 'at_once' ? 0 : deps.publishKeysFor,
    )
    await noteAct(deps, stores, by, {
      action: 'signing_key.rotated',
      target: key.kid,
      reason: request.reason,
      detail: { when: request.when },
    })
    const keys = await signingKeys.list()
    const kept = keys.find(({ kid }) => kid === key.kid) ?? key
    return { key: describeKey(keys, kept, deps.clock.now()) }
  })
