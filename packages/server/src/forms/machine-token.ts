import { ACCESS_JWT_TYP } from '@latchkey/contract'
import type { Client } from '../model/client.js'
import { machineAudience } from '../model/machine-scopes.js'
import { formatScope, type Scopes } from '../model/scope.js'
import { MINUTE, SECOND, toNumericDate } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { JwtSigner } from '../ports/jwt-signer.js'
import type { Secrets } from '../ports/secrets.js'

/** What making a machine token needs. */
export interface MachineTokenMaker {
  readonly issuer: string
  readonly jwtSigner: JwtSigner
  readonly secrets: Pick<Secrets, 'randomHex'>
  readonly clock: Clock
}

/** An access JWT of a program, what it may do with it, and how long it lives in seconds. */
export interface MachineToken {
  readonly text: string
  readonly scopes: Scopes
  readonly expiresIn: number
}

/** Short: nothing can end one sooner but the removal of its client. */
const LIFETIME = 10 * MINUTE
const JTI_BYTES = 16

/**
 * The access JWT of a client in its own name (RFC 9068 §2.2). It has no `sid`, for there is no session: by that alone no guard of ours
 * takes it for somebody.
 */
export const makeMachineToken = (maker: MachineTokenMaker, client: Client, scopes: Scopes): MachineToken => {
  const now = maker.clock.now()
  const text = maker.jwtSigner.signAs(ACCESS_JWT_TYP, {
    iss: maker.issuer,
    sub: client.id,
    client_id: client.id,
    aud: machineAudience(maker.issuer),
    scope: formatScope(scopes),
    iat: toNumericDate(now),
    exp: toNumericDate(now + LIFETIME),
    jti: maker.secrets.randomHex(JTI_BYTES),
  })
  return { text, scopes, expiresIn: LIFETIME / SECOND }
}
