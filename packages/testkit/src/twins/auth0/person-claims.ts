import { avatarPath } from '../../people/avatar-path.js'
import type { Auth0Person } from './auth0-person.js'

/** A claim of one's own has a name of one's own: any other is dropped without a word. */
export const ROLES_CLAIM = 'https://latchkey.example/roles'

const UPDATED_AT = '2026-01-01T00:00:00.000Z'

/** Where pictures are, and what was asked for. */
export interface ClaimsFrame {
  readonly url: string
  readonly scopes: readonly string[]
}

/**
 * What Auth0 tells about somebody.
 * https://auth0.com/docs/get-started/apis/scopes/openid-connect-scopes
 * https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims
 *
 *     {"sub":"auth0|65f0…","nickname":"…","name":"…","picture":"…","updated_at":"2026-01-01T00:00:00.000Z",
 *      "email":"…","email_verified":true,"https://latchkey.example/roles":["editor"]}
 */
export const personClaims = (
  { url, scopes }: ClaimsFrame,
  { userId, name, nickname, email, emailVerified, roles }: Auth0Person,
): Record<string, unknown> => ({
  sub: userId,
  ...(scopes.includes('profile') && {
    nickname,
    name,
    picture: url + avatarPath(userId),
    updated_at: UPDATED_AT,
  }),
  ...(scopes.includes('email') && email !== undefined && { email, email_verified: emailVerified }),
  [ROLES_CLAIM]: roles,
})
