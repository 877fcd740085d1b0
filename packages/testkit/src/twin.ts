import type { DevelopmentClient } from './clients/development-client.js'
import type { AccessTokens } from './grants/access-tokens.js'
import type { AuthorizationCodes } from './grants/authorization-codes.js'
import type { AuthorizationRequest } from './grants/authorization-request.js'
import type { ExpiringStore } from './grants/expiring-store.js'
import type { Grant } from './grants/grant.js'
import type { PendingSignIn } from './grants/handles.js'
import type { RequestRules } from './grants/request-rules.js'
import type { AnswerRules } from './http/answer-rules.js'
import type { SigningKeys } from './id-tokens/signing-keys.js'
import type { Switchboard } from './misbehaviour/switchboard.js'
import type { PeopleDirectory } from './people/people-directory.js'
import type { Millis } from './time.js'

/** What the endpoints of one running provider work with. All of it lives in memory. */
export interface Twin<P> {
  /** Whose twin it is, as people know it: `GitHub`. */
  readonly name: string
  /** Where it listens. The endpoints are below it even when the issuer is named otherwise. */
  readonly url: string
  /** Where the page on which a person is chosen sends its forms. */
  readonly choosePath: string
  readonly now: () => Millis
  readonly clients: ReadonlyMap<string, DevelopmentClient>
  readonly people: PeopleDirectory<P>
  readonly requestRules: RequestRules
  readonly answerRules: AnswerRules<P>
  readonly pendingSignIns: ExpiringStore<PendingSignIn, AuthorizationRequest>
  readonly codes: AuthorizationCodes<P>
  readonly accessTokens: AccessTokens<P>
  readonly switches: Switchboard
}

/** A twin that issues ID tokens (OIDC Core §2). */
export interface OidcTwin<P> extends Twin<P> {
  readonly issuer: string
  readonly keys: SigningKeys
  readonly idTokenLifetime: Millis
  /** The claims this provider writes into a valid ID token; `nonce`, `at_hash` and `auth_time` are added to them. */
  readonly idTokenClaims: (grant: Grant<P>) => Record<string, unknown>
}
