import type { Handler } from 'hono'
import type { GitHubProvider } from './create-github-provider.js'
import type { GitHubEmail } from './github-person.js'
import { badCredentials, findGranted, refuseApi, tellScopes } from './rest-api.js'

const NEEDED_SCOPES: readonly string[] = ['user:email', 'user']

const asSwitched = ({ switches }: GitHubProvider, emails: readonly GitHubEmail[]): readonly GitHubEmail[] => {
  const { noEmail, unverifiedEmail } = switches.current()
  if (noEmail) return []
  return unverifiedEmail ? emails.map((email) => ({ ...email, verified: false })) : emails
}

/**
 * Every address of the account, in no order that means anything. A token without the scope finds nothing here.
 * https://docs.github.com/en/rest/users/emails#list-email-addresses-for-the-authenticated-user
 *
 *     [{"email":"mara_lindqvist@gmail.com","primary":true,"verified":true,"visibility":"public"}, …]
 */
export const userEmails =
  (provider: GitHubProvider): Handler =>
  (context) => {
    const granted = findGranted(context, provider)
    if (granted === undefined) return refuseApi(context, badCredentials)
    tellScopes(context, granted)
    const { request, person } = granted.grant
    if (!request.scopes.some((scope) => NEEDED_SCOPES.includes(scope))) {
      return refuseApi(context, { status: 404, message: 'Not Found' })
    }
    return context.json(asSwitched(provider, person.emails).toReversed())
  }
