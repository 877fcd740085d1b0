import { AuthError } from '@latchkey/contract'
import { fetchJson } from '../http/fetch-json.js'
import type { IntrospectionSettings } from './introspection-options.js'
import type { StandingClaims } from './opaque-tokens.js'

/** What the server said of a form that holds: `active` left out. */
export interface ActiveAnswer {
  /** RFC 7662 §2.2 `token_type`, in lower case; undefined when it does not say. */
  readonly tokenType: string | undefined
  readonly claims: StandingClaims
}

const MAX_BYTES = 64 * 1024

/**
 * Asks once (RFC 7662 §2.1).
 *
 * @param hint `token_type_hint`
 * @returns undefined for what is not active
 * @throws AuthError `issuer_unreachable` when there is no answer, or none that can be understood: nothing can be said then, least of all yes
 */
export async function introspect(
  { url, authorization, timeout, fetch }: IntrospectionSettings,
  token: string,
  hint: string,
): Promise<ActiveAnswer | undefined> {
  try {
    const { value } = await fetchJson(
      { url, fetch, timeout, maxBytes: MAX_BYTES },
      {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          authorization,
        },
        body: new URLSearchParams({ token, token_type_hint: hint }).toString(),
      },
    )
    return readAnswer(value)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const hint = said === 'answered 401' ? ': it does not know this client, or another secret of it' : ''
    throw new AuthError('issuer_unreachable', { detail: `introspection: ${said}${hint}`, cause: error })
  }
}

/** RFC 7662 §2.2: `active` alone is required, and anything but the two booleans is no answer. */
const readAnswer = (value: unknown): ActiveAnswer | undefined => {
  if (
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    Object.hasOwn(value, '__proto__')
  )
    throw new Error('the answer is not a JSON object')
  const { active, ...claims } = value as Record<string, unknown>
  if (active === false) return undefined
  if (active !== true) throw new Error('active is neither true nor false')
  const { token_type: type } = claims
  if (type !== undefined && type !== null && typeof type !== 'string')
    throw new Error('token_type is not a text')
  return { tokenType: type?.toLowerCase(), claims }
}
