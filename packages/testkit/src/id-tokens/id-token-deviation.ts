import { grantWithoutSignIn } from '../grants/grant-without-sign-in.js'
import type { OidcTwin } from '../twin.js'
import type { Person } from '../twins/google/person.js'

/** How an ID token differs from a valid one. What is left out stays valid. */
export interface IdTokenDeviation<P = Person> {
  /** Whom it is about. The first person of the cast when left out. */
  readonly person?: P | undefined
  /** Whom it is for (`aud` and `azp`). The first client when left out; need not be a known one. */
  readonly clientId?: string | undefined
  readonly nonce?: string | undefined
  /** Claims laid over the valid ones; `undefined` removes one. Times are seconds since the epoch. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined
  /** Header parameters laid over the valid ones; `undefined` removes one. */
  readonly header?: Readonly<Record<string, unknown>> | undefined
}

/** Builds the claims of a valid ID token and lays the deviation over them. */
export const deviatingClaims = <P>(
  twin: OidcTwin<P>,
  deviation: IdTokenDeviation<P>,
): Record<string, unknown> => {
  const [firstPerson] = twin.people.all()
  const [firstClientId] = twin.clients.keys()
  const { person = firstPerson, clientId = firstClientId, nonce, claims } = deviation
  if (person === undefined || clientId === undefined)
    throw new TypeError('An ID token needs a person and a client.')
  const { scopes } = twin.requestRules
  const valid = twin.idTokenClaims(grantWithoutSignIn({ person, clientId, scopes }, twin.now()))
  return { ...valid, ...(nonce !== undefined && { nonce }), ...claims }
}
