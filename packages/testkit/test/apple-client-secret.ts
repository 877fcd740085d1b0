import { importPKCS8, SignJWT } from 'jose'
import type { AppleTwin } from '../src/index.js'

const MONTH_SECONDS = 30 * 24 * 60 * 60

/** How a secret differs from a valid one; a claim that is undefined is left out. */
export interface ClientSecretDeviation {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly kid?: string
  readonly privateKey?: string
}

/** The secret an application makes for itself, for five months. */
export const appleClientSecret = async (
  { client, issuer }: AppleTwin,
  { claims = {}, kid = client.keyId, privateKey = client.privateKey }: ClientSecretDeviation = {},
): Promise<string> => {
  const now = Math.floor(Date.now() / 1000)
  const valid = { iss: client.teamId, sub: client.id, aud: issuer, iat: now, exp: now + 5 * MONTH_SECONDS }
  return new SignJWT({ ...valid, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign(await importPKCS8(privateKey, 'ES256'))
}
