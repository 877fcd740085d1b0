import type { Millis } from '../time.js'
import { HOUR, toNumericDate } from '../time.js'
import type { Switchboard } from './switchboard.js'

type Claims = Readonly<Record<string, unknown>>

/** Everything providers tell about an address. */
const EMAIL_CLAIMS: ReadonlySet<string> = new Set([
  'email',
  'email_verified',
  'is_private_email',
  'xms_edov',
  'hd',
])

/** Apple writes some truths as texts. */
const asFalse = (value: unknown): false | 'false' => (typeof value === 'string' ? 'false' : false)

/** The claims about a person as they go out: without an address, or with one that nobody verified, if so switched. */
export const withSwitchedEmail = (switches: Switchboard, claims: Claims): Record<string, unknown> => {
  const { noEmail, unverifiedEmail } = switches.current()
  const told = Object.entries(claims).filter(([name]) => !noEmail || !EMAIL_CLAIMS.has(name))
  return Object.fromEntries(
    told.map(([name, value]) => [
      name,
      unverifiedEmail && (name === 'email_verified' || name === 'xms_edov') ? asFalse(value) : value,
    ]),
  )
}

/** Who is the audience is also said to have asked, in an ID token; an access token is asked for by somebody else. */
const misdirected = ({ aud, azp }: Claims): Record<string, unknown> => ({
  aud: 'another-audience',
  ...(azp !== undefined && azp === aud && { azp: 'another-audience' }),
})

/** The claims of a JWT as they go out. Everything that is not switched stays as it is. */
export const misbehavingClaims = (
  switches: Switchboard,
  now: Millis,
  claims: Claims,
): Record<string, unknown> => {
  const { wrongAudience, wrongIssuer, expired } = switches.current()
  const longAgo = now - 2 * HOUR
  const begin = toNumericDate(longAgo - HOUR)
  return {
    ...withSwitchedEmail(switches, claims),
    ...(wrongAudience && misdirected(claims)),
    ...(wrongIssuer && { iss: wrongIssuerFor(String(claims['iss'])) }),
    ...(expired && { iat: begin, exp: toNumericDate(longAgo), ...('nbf' in claims && { nbf: begin }) }),
  }
}

const TENANT = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/

/** An issuer that fits the template of a multi-tenant provider, but is not the tenant the token is of; or a stranger. */
const wrongIssuerFor = (issuer: string): string =>
  TENANT.test(issuer)
    ? issuer.replace(TENANT, '00000000-0000-4000-8000-000000000000')
    : 'https://wrong-issuer.example'
