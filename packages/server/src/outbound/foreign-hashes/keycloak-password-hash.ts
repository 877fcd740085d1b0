import { z } from 'zod'

const credentialData = z.object({
  algorithm: z.enum(['pbkdf2', 'pbkdf2-sha256', 'pbkdf2-sha512', 'argon2']),
  hashIterations: z.int().positive(),
  additionalParameters: z.record(z.string(), z.array(z.string())).nullish(),
})
const secretData = z.object({ value: z.base64(), salt: z.base64() })

/** A password credential of a user in a realm's export: two texts of JSON. */
export interface KeycloakCredential {
  /** `{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"memory":["7168"],"type":["id"],…}}` */
  readonly credentialData: string
  /** `{"value":"BruFLfFk…","salt":"Cf9AYCE5…","additionalParameters":{}}` */
  readonly secretData: string
}

/**
 * A credential of Keycloak as one text, to be stored: a PHC string, marked as foreign where it is Argon2.
 *
 * @returns undefined when it is no credential that is read; whether its cost is in bounds is for {@link judgePasswordHash}
 */
export const keycloakPasswordHash = (credential: KeycloakCredential): string | undefined => {
  const data = credentialData.safeParse(parseJson(credential.credentialData))
  const secret = secretData.safeParse(parseJson(credential.secretData))
  if (!data.success || !secret.success) return undefined
  const { algorithm, hashIterations, additionalParameters } = data.data
  const saltAndKey = `${withoutPadding(secret.data.salt)}$${withoutPadding(secret.data.value)}`
  if (algorithm !== 'argon2') return `$${algorithm}$i=${hashIterations}$${saltAndKey}`

  const parameter = (name: string, usual: string) => additionalParameters?.[name]?.[0] ?? usual
  // Keycloak writes 1.0 and 1.3, which are 0x10 and 0x13 (RFC 9106 §3.1).
  const version = parameter('version', '1.3') === '1.3' ? 19 : 16
  const cost = `m=${parameter('memory', '7168')},t=${hashIterations},p=${parameter('parallelism', '1')}`
  return `argon2$argon2${parameter('type', 'id')}$v=${version}$${cost}$${saltAndKey}`
}

const withoutPadding = (base64: string): string => base64.replace(/=+$/, '')

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
