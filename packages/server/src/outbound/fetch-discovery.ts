import { type AuthorizationServer, processDiscoveryResponse } from 'oauth4webapi'
import { isOpenToOthers } from '../model/is-open-to-others.js'
import { fetchBounded } from './fetch-bounded.js'

const MAX_BYTES = 64 * 1024

/** What a discovery document says where to find, as far as anybody here asks for it. */
export type DiscoveredPlace = 'authorization_endpoint' | 'token_endpoint' | 'userinfo_endpoint' | 'jwks_uri'

/**
 * Asks an issuer for its discovery document (OpenID Connect Discovery 1.0 §4). The issuer is compared byte for byte (§4.3).
 *
 * @param places those that will be gone to: each that is there must be an address, with TLS where the issuer has it
 * @param onlyPublic in no private network, whatever the name leads to
 * @throws Error when it does not answer, answers for another issuer, or names a place where nobody may go
 */
export const fetchDiscovery = async (
  issuer: string,
  places: readonly DiscoveredPlace[],
  onlyPublic = false,
): Promise<AuthorizationServer> => {
  const url = new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  const { status, text } = await fetchBounded(url, {}, { maxBytes: MAX_BYTES, onlyPublic })
  const response = new Response(text, { status, headers: { 'content-type': 'application/json' } })
  const found = await processDiscoveryResponse(new URL(issuer), response)
  if (found.issuer !== issuer) throw new Error(`${url.host} is the document of another issuer`)
  const scheme = issuer.startsWith('https:') ? /^https:\/\//i : /^https?:\/\//i
  for (const name of places) {
    const place = found[name]
    if (place === undefined) continue
    // Nobody has looked at its type.
    const isSafe = typeof place === 'string' && scheme.test(place) && !isOpenToOthers(place)
    if (!isSafe) throw new Error(`${url.host} names a ${name} that is none, or without TLS`)
  }
  return found
}
