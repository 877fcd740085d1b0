import type { Edition, Environment } from './editions/edition.js'
import type { HostConfig, HostToken } from './host-config.js'
import type { SeenCookies } from './seen-cookies.js'

/**
 * NextAuth's session cookie → its claims, or null when there is none that can be read.
 *
 * @throws TypeError when there is a cookie and no secret to read it with
 */
export const readSessionCookie = async (
  config: HostConfig,
  edition: Edition,
  seen: SeenCookies,
  environment: Environment,
): Promise<HostToken | null> => {
  const prefix = edition.isSecure(config, seen, environment) ? '__Secure-' : ''
  const name = config.cookies?.sessionToken?.name ?? `${prefix}${edition.cookieName}`
  const token = joinChunks(name, seen.cookies)
  if (token === '') return null

  const secret = edition.secret(config, environment)
  if (secret === undefined) {
    throw new TypeError(
      'The session cookie cannot be read without a secret: set AUTH_SECRET (v4: NEXTAUTH_SECRET).',
    )
  }
  const decode = config.jwt?.decode ?? (await importInstalled()).decode
  const params = { ...config.jwt, token, secret, salt: edition.salt(name) }
  try {
    return await decode(params as never)
  } catch {
    // Expired, of another secret or garbage. NextAuth clears it the next time it answers.
    return null
  }
}

let installed: Promise<typeof import('next-auth/jwt')> | undefined

/** The edition that is there, imported once it is needed: an app that never reads a cookie itself does without. */
const importInstalled = () => {
  installed ??= import('next-auth/jwt')
  return installed
}

/** A large cookie is spread over `name.0`, `name.1`, … */
const joinChunks = (name: string, cookies: ReadonlyMap<string, string>): string => {
  const whole = cookies.get(name)
  if (whole !== undefined) return whole
  const chunks: string[] = []
  for (
    let next = cookies.get(`${name}.0`);
    next !== undefined;
    next = cookies.get(`${name}.${chunks.length}`)
  ) {
    chunks.push(next)
  }
  return chunks.join('')
}
