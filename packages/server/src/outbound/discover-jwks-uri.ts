import { z } from 'zod'
import { isOpenToOthers } from '../model/is-open-to-others.js'
import { SECOND } from '../model/time.js'
import { readBounded } from './read-bounded.js'

const TIMEOUT = 5 * SECOND
const MAX_BYTES = 64 * 1024

/* { "issuer": "https://accounts.google.com", "jwks_uri": "https://www.googleapis.com/oauth2/v3/certs", … } */
const document = z.looseObject({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) })

/**
 * Asks an issuer where its keys are (OpenID Connect Discovery 1.0 §4). Bounded in time and size; follows no redirect.
 *
 * @throws Error when it does not answer, or answers for another issuer (§4.3)
 */
export const discoverJwksUri = async (issuer: string): Promise<string> => {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await fetch(address, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT),
  })
  if (!response.ok) throw new Error(`${address} answered ${response.status}`)
  const { issuer: seen, jwks_uri: jwksUri } = document.parse(
    JSON.parse(await readBounded(response, MAX_BYTES)),
  )
  if (seen !== issuer) throw new Error(`${address} is the document of ${JSON.stringify(seen)}`)
  if (isOpenToOthers(jwksUri) || (issuer.startsWith('https:') && !jwksUri.startsWith('https:')))
    throw new Error(`${address} names keys without TLS`)
  return jwksUri
}
