import { AuthError, FIRST_PARTY_PASSWORD_GRANT } from '@latchkey/contract'
import type { AccessTokenMaker } from '../forms/access-token.js'
import { readDeviceCookie } from '../forms/device-cookie.js'
import type { Client } from '../model/client.js'
import { usualScope } from '../model/scope.js'
import type { SessionPolicy } from '../model/session.js'
import { readTypedName } from '../model/typed-name.js'
import type { Log } from '../ports/log.js'
import { type CheckPasswordDeps, checkPassword } from '../sign-in/password/check-password.js'
import { chooseAudience } from './steps/choose-audience.js'
import { type ClaimsOfFirstTokenDeps, claimsOfFirstToken } from './steps/claims-of-token.js'
import { deviceCookieOf } from './steps/device-cookie-of.js'
import { grantScopes } from './steps/grant-scopes.js'
import { issueTokens, type SignedIn } from './steps/issue-tokens.js'
import { openSession } from './steps/open-session.js'
import { type SignInCheckedUserDeps, signInCheckedUser } from './steps/sign-in-checked-user.js'

export interface ExchangePasswordDeps
  extends AccessTokenMaker,
    CheckPasswordDeps,
    SignInCheckedUserDeps,
    ClaimsOfFirstTokenDeps {
  readonly clock: AccessTokenMaker['clock']
  readonly secrets: AccessTokenMaker['secrets']
  readonly sessionPolicy: SessionPolicy
  readonly audiences: readonly [string, ...string[]]
  readonly log: Log
}

/** An address and a password a person typed into the form of a client. */
export interface ExchangePassword {
  readonly client: Client
  readonly email: string
  readonly password: string
  readonly scope?: string | undefined
  readonly audience?: string | undefined
  readonly network?: string | undefined
  /** By which the person's browser is known, from an earlier sign-in. */
  readonly deviceToken?: string | undefined
  readonly userAgent?: string | undefined
}

/**
 * Address and password → a session held by the client, its first tokens, and what the person's browser is known by from now on.
 * Only for clients that the operator has given this grant (RFC 9700 §2.4 says why nobody else may have it).
 *
 * @throws AuthError for a client, scope, audience or credentials that are not accepted; `hook_denied`, `hook_failed`
 */
export const exchangePassword = async (
  deps: ExchangePasswordDeps,
  request: ExchangePassword,
): Promise<SignedIn & { readonly deviceToken: string }> => {
  const { client, email, password, network } = request
  if (!client.grants.includes(FIRST_PARTY_PASSWORD_GRANT))
    throw new AuthError('client_grant_not_allowed', { detail: client.id })
  const scopes = grantScopes(client, request.scope ?? usualScope(client.scopes), client.scopes)
  const audience = chooseAudience(deps.audiences, request.audience)
  const name = readTypedName(email)
  const { addressKey } = name
  const caller = { client: client.id, network, userAgent: request.userAgent }
  const checked = await checkPassword(deps, {
    ...name,
    password,
    caller,
    device: readDeviceCookie(deps.secrets, request.deviceToken, addressKey),
    // Who signed up did so in a browser; a client is not told what its person did there.
    findSignUp: async () => undefined,
  })

  const { user, session } = await signInCheckedUser(deps, { checked, caller }, async (stores, user) => {
    const session = await openSession(
      { ...deps, sessions: stores.sessions },
      {
        user,
        clientId: client.id,
        scopes,
        audience,
        proof: { amr: ['pwd'], authenticatedAt: deps.clock.now() },
        userAgent: request.userAgent,
      },
    )
    return { user, session }
  })
  deps.log.info('session opened', {
    user: user.id,
    session: session.id,
    client: client.id,
    provider: 'password',
  })
  const deviceToken = deviceCookieOf(deps.secrets, addressKey, checked, request.deviceToken)
  const claims = await claimsOfFirstToken(deps, { session, user })
  return { ...issueTokens(deps, session, { user, claims }), deviceToken }
}
