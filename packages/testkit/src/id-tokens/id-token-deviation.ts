import type { Person } from '../people/person.js'
import { withAbsolutePicture } from '../people/with-absolute-picture.js'
import type { Provider } from '../provider.js'
import { idTokenClaims } from './id-token-claims.js'

/** How an ID token differs from a valid one. What is left out stays valid. */
export interface IdTokenDeviation {
  /** Whom it is about. The first person of the cast when left out. */
  readonly person?: Person | undefined
  /** Whom it is for (`aud` and `azp`). The first client when left out; need not be a known one. */
  readonly clientId?: string | undefined
  readonly nonce?: string | undefined
  /** Claims laid over the valid ones; `undefined` removes one. Times are seconds since the epoch. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined
  /** Header parameters laid over the valid ones; `undefined` removes one. */
  readonly header?: Readonly<Record<string, unknown>> | undefined
}

/** Builds the claims of a valid ID token and lays the deviation over them. */
export const deviatingClaims = (provider: Provider, deviation: IdTokenDeviation): Record<string, unknown> => {
  const [firstPerson] = provider.people.all()
  const [firstClientId] = provider.clients.keys()
  const { person = firstPerson, clientId = firstClientId, nonce, claims } = deviation
  if (person === undefined || clientId === undefined)
    throw new TypeError('An ID token needs a person and a client.')
  const valid = idTokenClaims({
    issuer: provider.issuer,
    clientId,
    person: withAbsolutePicture(person, provider.url),
    scopes: ['openid', 'email', 'profile'],
    issuedAt: provider.now(),
    lifetime: provider.idTokenLifetime,
  })
  return { ...valid, ...(nonce !== undefined && { nonce }), ...claims }
}
