import { grantWithoutSignIn } from '../grants/grant-without-sign-in.js'
import { refuseProduction } from '../refuse-production.js'
import type { Twin } from '../twin.js'

/** Whose token it is, and for which application. */
export interface AccessTokenRequest<P> {
  /** The first person of the cast when left out. */
  readonly person?: P | undefined
  /** The twin's own client when left out; need not be a known one. */
  readonly clientId?: string | undefined
  /** Everything the twin knows when left out. */
  readonly scopes?: readonly string[] | undefined
}

/** A working access token, without a sign-in. */
export const issueAccessToken = <P>(twin: Twin<P>, request: AccessTokenRequest<P>): string => {
  refuseProduction()
  const [firstPerson] = twin.people.all()
  const [firstClientId] = twin.clients.keys()
  const { person = firstPerson, clientId = firstClientId, scopes = twin.requestRules.scopes } = request
  if (person === undefined || clientId === undefined)
    throw new TypeError('An access token needs a person and a client.')
  return twin.accessTokens.issue(grantWithoutSignIn({ person, clientId, scopes }, twin.now()))
}
