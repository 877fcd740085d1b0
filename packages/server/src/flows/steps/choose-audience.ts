import { AuthError } from '@latchkey/contract'

/**
 * The API an access token is for: the one that was asked for, else the first.
 *
 * @throws AuthError `audience_unknown`
 */
export const chooseAudience = (
  audiences: readonly [string, ...string[]],
  requested: string | undefined,
): string => {
  const audience = requested ?? audiences[0]
  if (audiences.includes(audience)) return audience
  throw new AuthError('audience_unknown', { detail: `the audiences here: ${audiences.join(' ')}` })
}
