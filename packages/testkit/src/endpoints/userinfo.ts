import type { Handler } from 'hono'
import { OAuthRefusal } from '../oauth-refusal.js'
import { personClaims } from '../people/person-claims.js'
import type { Provider } from '../provider.js'

const BEARER = /^bearer +([\w.~+/-]+=*)$/i

/** OIDC Core §5.3: the claims the access token was granted for. */
export const userinfo =
  ({ accessTokens }: Provider): Handler =>
  (context) => {
    const [, token = ''] = BEARER.exec(context.req.header('authorization') ?? '') ?? []
    const issued = accessTokens.find(token)
    if (issued === undefined) {
      throw new OAuthRefusal(
        'invalid_token',
        'Send an access token of this provider that has not expired.',
        'Bearer',
      )
    }
    const { person, request } = issued.grant
    return context.json(personClaims(person, request.scopes), 200, { 'Cache-Control': 'no-store' })
  }
