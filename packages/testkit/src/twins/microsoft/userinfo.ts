import type { Handler } from 'hono'
import { findBearer } from '../../grants/find-bearer.js'
import { withSwitchedEmail } from '../../misbehaviour/misbehaving-claims.js'
import { splitName } from '../../people/split-name.js'
import type { MicrosoftProvider } from './create-microsoft-provider.js'
import { pairwiseSubject } from './id-token-claims.js'

/** Less than the ID token tells. https://learn.microsoft.com/en-us/entra/identity-platform/userinfo */
export const userinfo =
  (provider: MicrosoftProvider): Handler =>
  (context) => {
    const { person, request } = findBearer(provider, context.req.header('authorization')).grant
    const { givenName, familyName } = splitName(person.name)
    const claims = {
      sub: pairwiseSubject(person, request.clientId),
      ...(request.scopes.includes('profile') && {
        name: person.name,
        given_name: givenName,
        ...(familyName !== undefined && { family_name: familyName }),
      }),
      ...(request.scopes.includes('email') && person.email !== undefined && { email: person.email }),
    }
    return context.json(withSwitchedEmail(provider.switches, claims), 200, { 'Cache-Control': 'no-store' })
  }
