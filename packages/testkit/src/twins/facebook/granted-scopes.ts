import type { Grant } from '../../grants/grant.js'
import type { FacebookPerson } from './facebook-person.js'

/** What the person let the application have: the public profile always, the address only if they did not keep it. */
export const grantedScopes = ({ request, person }: Grant<FacebookPerson>): readonly string[] =>
  request.scopes.includes('email') && !person.keepsEmail ? ['email', 'public_profile'] : ['public_profile']
