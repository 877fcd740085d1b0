import type { Person } from './person.js'

/**
 * What a person's claims look like at Google: those of the scopes that were asked for (OIDC Core §5.4). Claims that are unknown are absent, never null:
 *
 *     { "sub": "1…", "email": "tomas.okafor@workspace.example", "email_verified": true,
 *       "hd": "workspace.example", "name": "Tomás Okafor", "given_name": "Tomás",
 *       "family_name": "Okafor", "picture": "http://localhost:4100/avatars/1….svg" }
 */
export const personClaims = (person: Person, scopes: readonly string[]): Record<string, unknown> => ({
  sub: person.sub,
  ...(scopes.includes('email') && {
    email: person.email,
    email_verified: person.emailVerified,
    ...(person.hostedDomain !== undefined && { hd: person.hostedDomain }),
  }),
  ...(scopes.includes('profile') && {
    name: person.name,
    given_name: person.givenName,
    ...(person.familyName !== undefined && { family_name: person.familyName }),
    ...(person.picture !== undefined && { picture: person.picture }),
  }),
})
