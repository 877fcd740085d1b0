import { SignJWT } from 'jose'
import type { SigningKey } from './signing-keys.js'

/**
 * Signs claims with RS256. A claim or header parameter that is `undefined` is left out.
 *
 * @param header parameters laid over `alg`, `kid` and `typ`
 * @throws TypeError when the header asks for an algorithm other than RS256
 */
export const signIdToken = async (
  key: SigningKey,
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> => {
  const { alg = 'RS256', ...parameters } = header
  if (alg !== 'RS256')
    throw new TypeError('An issued ID token is signed with RS256. Use forgeIdToken for another alg.')
  return new SignJWT(claims)
    .setProtectedHeader({ kid: key.kid, typ: 'JWT', ...parameters, alg: 'RS256' })
    .sign(key.privateKey)
}
