import { createGuard, type Guard, oidc } from '@latchkey/guard'
import { machineAudience } from '../model/machine-scopes.js'
import type { Clock } from '../ports/clock.js'
import type { KeyRing } from './key-ring.js'

/** Takes access JWTs that clients have in their own name, and no other token of ours. */
export const receiverGuard = (
  issuer: string,
  { keys, clock }: { readonly keys: Pick<KeyRing, 'find'>; readonly clock: Clock },
): Guard =>
  createGuard({
    issuers: [
      oidc({
        issuer,
        audience: machineAudience(issuer),
        types: ['at+jwt'],
        algorithms: ['ES256', 'RS256', 'EdDSA'],
        keys: { find: ({ kid }) => (kid === undefined ? undefined : keys.find(kid)) },
      }),
    ],
    clock: () => clock.now(),
  })
