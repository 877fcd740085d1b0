import type { TrustedIssuer } from '../issuers/trusted-issuers.js'
import { checkIssuer } from '../jwt/check-claims.js'
import { checkType } from '../jwt/check-type.js'
import { quote } from '../jwt/jwt-failure.js'
import { verifySignature } from '../jwt/verify-signature.js'
import type { Check } from './explanation.js'
import { failed, passed, skipped } from './outcomes.js'
import type { LenientlyRead } from './read-leniently.js'

/** Who says to have signed a JWT, for what, and whether that is so. */
export async function checkSignatureOf(
  read: LenientlyRead,
  issuer: TrustedIssuer | undefined,
  names: readonly string[],
): Promise<readonly Check[]> {
  return [checkName(read, names), checkTypeOf(read, issuer), ...(await checkKey(read, issuer))]
}

const checkName = ({ payload }: LenientlyRead, names: readonly string[]): Check => {
  if (payload === undefined) return skipped('iss', 'the payload could not be read')
  const refused = checkIssuer(payload, names)
  return refused === undefined ? passed('iss', quote(payload['iss'])) : failed('iss', refused)
}

const NOBODY = 'the token names none of the issuers that are trusted'

const checkTypeOf = ({ header }: LenientlyRead, issuer: TrustedIssuer | undefined): Check => {
  if (header?.ok !== true) return skipped('typ', 'the header could not be read')
  if (issuer === undefined) return skipped('typ', NOBODY)
  const refused = checkType(header.header, issuer.types)
  return refused === undefined ? passed('typ', quote(header.header.typ)) : failed('typ', refused)
}

const checkKey = async (
  { parts, header, algorithm, signature }: LenientlyRead,
  issuer: TrustedIssuer | undefined,
): Promise<readonly Check[]> => {
  const neither = (because: string) => [skipped('kid', because), skipped('signature', because)]
  if (!parts.ok || header?.ok !== true) return neither('the header could not be read')
  if (issuer === undefined) return neither(NOBODY)
  if (algorithm === undefined || !issuer.algorithms.includes(algorithm))
    return neither('nothing is verified with an alg that is refused')
  const { kid } = header.header
  const jws = {
    ok: true,
    header: header.header,
    algorithm,
    payload: Buffer.alloc(0),
    signature: signature ?? Buffer.alloc(0),
    signingInput: parts.signingInput,
  } as const
  const refused = await verifySignature(jws, issuer.keys)
  if (refused !== undefined && refused.failure !== 'signature') {
    const kids = issuer.keys.kids?.() ?? []
    const published = kids.length === 0 ? '' : `; published: ${kids.map(quote).join(', ')}`
    return [
      failed('kid', { ...refused, detail: refused.detail + published }),
      skipped('signature', 'there is no key to verify it with'),
    ]
  }
  const found = passed('kid', quote(kid))
  if (signature === undefined) return [found, skipped('signature', 'it could not be read')]
  return refused === undefined
    ? [found, passed('signature', `made by that ${algorithm} key`)]
    : [found, failed('signature', refused)]
}
