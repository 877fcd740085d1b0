import type { Handler } from 'hono'
import type { GitHubProvider } from './create-github-provider.js'
import { badCredentials, findGranted, refuseApi, tellScopes } from './rest-api.js'
import { userBody } from './user-body.js'

/** https://docs.github.com/en/rest/users/users#get-the-authenticated-user */
export const user =
  (provider: GitHubProvider): Handler =>
  (context) => {
    const granted = findGranted(context, provider)
    if (granted === undefined) return refuseApi(context, badCredentials)
    tellScopes(context, granted)
    return context.json(userBody(provider, granted.grant.person))
  }
