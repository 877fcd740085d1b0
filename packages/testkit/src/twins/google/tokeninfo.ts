import type { Handler } from 'hono'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { type Parameters, readFormOnce, readParameters } from '../../http/parameters.js'
import { withSwitchedEmail } from '../../misbehaviour/misbehaving-claims.js'
import { OAuthRefusal } from '../../oauth-refusal.js'
import { SECOND, toNumericDate } from '../../time.js'
import type { GoogleProvider } from './create-google-provider.js'

type Claims = Readonly<Record<string, unknown>>

const refused = (): OAuthRefusal => new OAuthRefusal('invalid_token', 'Invalid Value')

const readAccessToken = ({ accessTokens, now }: GoogleProvider, token: string): Claims => {
  const issued = accessTokens.find(token)
  if (issued === undefined) throw refused()
  const { person, request } = issued.grant
  return {
    azp: request.clientId,
    aud: request.clientId,
    sub: person.sub,
    scope: request.scopes.join(' '),
    exp: toNumericDate(issued.expiresAt),
    expires_in: Math.floor((issued.expiresAt - now()) / SECOND),
    ...(request.scopes.includes('email') && { email: person.email, email_verified: person.emailVerified }),
    access_type: 'online',
  }
}

const readIdToken = async ({ keys, issuer, now }: GoogleProvider, token: string): Promise<Claims> => {
  const options = { issuer, algorithms: ['RS256'], currentDate: new Date(now()) }
  const published = createLocalJWKSet(await keys.published())
  try {
    const { payload } = await jwtVerify(token, published, options)
    return { ...payload, ...decodeProtectedHeader(token) }
  } catch {
    throw refused()
  }
}

const readToken = (provider: GoogleProvider, parameters: Parameters): Claims | Promise<Claims> => {
  const accessToken = parameters.get('access_token')
  const idToken = parameters.get('id_token')
  if (accessToken !== undefined && idToken === undefined) return readAccessToken(provider, accessToken)
  if (idToken !== undefined && accessToken === undefined) return readIdToken(provider, idToken)
  throw new OAuthRefusal('invalid_request', 'Send either access_token or id_token.')
}

/**
 * What Google's endpoint of this name answers, which a server asks before it accepts an access token:
 * to whom was it issued? Every value is a text.
 *
 *     { "aud": "latchkey-development", "sub": "1…", "scope": "openid email", "exp": "1790003600",
 *       "expires_in": "3599", "email_verified": "true", … }
 */
export const tokeninfo =
  (provider: GoogleProvider): Handler =>
  async (context) => {
    const { req } = context
    const parameters =
      req.method === 'POST' ? await readFormOnce(req.raw) : readParameters(new URL(req.url).searchParams)
    const claims = await readToken(provider, parameters)
    const texts = Object.entries(withSwitchedEmail(provider.switches, claims)).map(([name, value]) => [
      name,
      String(value),
    ])
    return context.json(Object.fromEntries(texts), 200, { 'Cache-Control': 'no-store' })
  }
