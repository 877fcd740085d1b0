import type { DevelopmentClient } from './clients/development-client.js'
import type { AccessTokens } from './grants/access-tokens.js'
import type { AuthorizationCodes } from './grants/authorization-codes.js'
import type { AuthorizationRequest } from './grants/authorization-request.js'
import type { ExpiringStore } from './grants/expiring-store.js'
import type { PendingSignIn } from './grants/handles.js'
import type { SigningKeys } from './id-tokens/signing-keys.js'
import type { PeopleDirectory } from './people/people-directory.js'
import type { Millis } from './time.js'

/** What the endpoints of one running provider work with. All of it lives in memory. */
export interface Provider {
  readonly issuer: string
  /** Where it listens. The endpoints are below it even when the issuer is named otherwise. */
  readonly url: string
  readonly now: () => Millis
  readonly idTokenLifetime: Millis
  readonly clients: ReadonlyMap<string, DevelopmentClient>
  readonly people: PeopleDirectory
  readonly keys: SigningKeys
  readonly pendingSignIns: ExpiringStore<PendingSignIn, AuthorizationRequest>
  readonly codes: AuthorizationCodes
  readonly accessTokens: AccessTokens
}
