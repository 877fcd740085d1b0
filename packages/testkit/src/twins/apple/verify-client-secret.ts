import { errors, jwtVerify } from 'jose'
import type { DevelopmentClient } from '../../clients/development-client.js'
import type { Parameters } from '../../http/parameters.js'
import { OAuthRefusal } from '../../oauth-refusal.js'
import { SECOND } from '../../time.js'
import { publicKeyOf } from './apple-client.js'
import type { AppleProvider } from './create-apple-provider.js'

/** Six months, as Apple counts them. */
const LONGEST_LIFE_SECONDS = 15_777_000

const refused = () => new OAuthRefusal('invalid_client', 'The client_secret is not one of this application.')

const verify = async ({ client, issuer, now }: AppleProvider, secret: string): Promise<void> => {
  const { payload, protectedHeader } = await jwtVerify(secret, publicKeyOf(client), {
    algorithms: ['ES256'],
    issuer: client.teamId,
    subject: client.id,
    audience: issuer,
    requiredClaims: ['iat', 'exp'],
    currentDate: new Date(now()),
  })
  const livesTooLong = (payload.exp ?? 0) > now() / SECOND + LONGEST_LIFE_SECONDS
  if (livesTooLong || protectedHeader.kid !== client.keyId) throw refused()
}

/**
 * Checks the secret that an application makes for itself: a JWT, signed with its key, for six months at most.
 * https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret
 *
 *     { "alg": "ES256", "kid": "DEVKEY2026" }
 *     { "iss": "LATCHKEYDV", "iat": 1790000000, "exp": 1805000000, "aud": "…/apple", "sub": "com.example.latchkey" }
 *
 * @throws OAuthRefusal
 */
export const verifyClientSecret = async (
  provider: AppleProvider,
  form: Parameters,
): Promise<DevelopmentClient> => {
  const client = provider.clients.get(form.get('client_id') ?? '')
  const secret = form.get('client_secret')
  if (client === undefined || secret === undefined) throw refused()
  try {
    await verify(provider, secret)
  } catch (error) {
    if (error instanceof errors.JOSEError) throw refused()
    throw error
  }
  return client
}
