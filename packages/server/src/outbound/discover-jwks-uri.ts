import { fetchDiscovery } from './fetch-discovery.js'

/**
 * Asks an issuer where its keys are (OpenID Connect Discovery 1.0 §4).
 *
 * @throws Error when it does not answer, answers for another issuer (§4.3), or names no place for its keys
 */
export const discoverJwksUri = async (issuer: string, onlyPublic = false): Promise<string> => {
  const { jwks_uri: jwksUri } = await fetchDiscovery(issuer, ['jwks_uri'], onlyPublic)
  if (jwksUri === undefined) throw new Error(`${issuer} names no keys`)
  return jwksUri
}
