import { AuthError } from '@latchkey/contract'
import type { ProviderCalls } from '../../ports/provider-calls.js'
import { defineProvider } from './define-provider.js'
import { OAUTH_OPTIONS, type OAuthProviderOptions, oauthProvider } from './oauth-provider.js'
import type { Provider, ProviderProfile } from './provider.js'
import { askForFields, expectAnswer, type Fields, fieldsOf, toProfile } from './provider-answer.js'

// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
const SITE = 'https://github.com'
const API = 'https://api.github.com'
const HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }

/** Sign in with GitHub. */
export interface GitHubOptions extends OAuthProviderOptions {
  /** Another site that behaves like GitHub: Enterprise Server, or one for development. */
  baseUrl?: string | undefined
  /** Its API. Default: `/api/v3` below `baseUrl`, as Enterprise Server has it. */
  apiUrl?: string | undefined
}

/* { "id": 583231, "login": "octocat", "name": null, "email": null, "avatar_url": "https://avatars.githubusercontent.com/u/583231" } */
export const github = defineProvider(
  { id: 'github', options: { ...OAUTH_OPTIONS, baseUrl: { type: 'string' }, apiUrl: { type: 'string' } } },
  (options: GitHubOptions): Provider => {
    const { baseUrl, ...given } = options
    const site = baseUrl ?? SITE
    const api = options.apiUrl ?? (baseUrl === undefined ? API : `${baseUrl}/api/v3`)
    return oauthProvider(
      {
        id: 'github',
        name: 'GitHub',
        authorizationEndpoint: `${site}/login/oauth/authorize`,
        tokenEndpoint: `${site}/login/oauth/access_token`,
        secretGoes: 'secret_post',
        scopes: ['read:user', 'user:email'],
        readProfile: async (calls, { accessToken }) => {
          const question = {
            method: 'GET',
            url: `${api}/user`,
            bearer: accessToken,
            headers: HEADERS,
          } as const
          return readPerson(calls, { api, accessToken, user: await askForFields(calls, 'github', question) })
        },
        readAccessToken: async (calls, accessToken) => {
          const user = await checkToken(calls, { api, accessToken, options })
          return readPerson(calls, { api, accessToken, user })
        },
      },
      given,
    )
  },
)

/**
 * Whether GitHub issued this token to our application: it says 404 about every other.
 * https://docs.github.com/en/rest/apps/oauth-applications#check-a-token
 */
const checkToken = async (
  calls: ProviderCalls,
  given: { readonly api: string; readonly accessToken: string; readonly options: GitHubOptions },
): Promise<Fields> => {
  const { clientId, clientSecret = '' } = given.options
  const answer = await calls.ask({
    method: 'POST',
    url: `${given.api}/applications/${clientId}/token`,
    basic: { id: clientId, secret: clientSecret },
    body: { access_token: given.accessToken },
    headers: HEADERS,
  })
  const { status, body } = expectAnswer('github', answer)
  const { app, user } = fieldsOf(body)
  if (status !== 200 || fieldsOf(app)['client_id'] !== clientId)
    throw new AuthError('provider_token_refused', { detail: `github: ${status}` })
  return fieldsOf(user)
}

const readPerson = async (
  calls: ProviderCalls,
  given: { readonly api: string; readonly accessToken: string; readonly user: Fields },
): Promise<ProviderProfile> => {
  const { id, login, name, avatar_url: picture } = given.user
  const address = chooseAddress(await readAddresses(calls, given))
  return toProfile({
    subject: id,
    name: name ?? login,
    picture,
    email: address?.email,
    provesAddress: address?.verified === true,
  })
}

interface GitHubAddress {
  readonly email: string
  readonly primary: boolean
  readonly verified: boolean
}

/* [{ "email": "octocat@github.com", "verified": true, "primary": true, "visibility": "private" }] */
const readAddresses = async (
  calls: ProviderCalls,
  { api, accessToken }: { readonly api: string; readonly accessToken: string },
): Promise<readonly GitHubAddress[]> => {
  const question = {
    method: 'GET',
    url: `${api}/user/emails`,
    bearer: accessToken,
    headers: HEADERS,
  } as const
  const { status, body } = expectAnswer('github', await calls.ask(question))
  // A token without user:email is told nothing; the person has an account without an address then.
  if (status !== 200 || !Array.isArray(body)) return []
  return body.map(fieldsOf).flatMap(({ email, primary, verified }) =>
    // Nobody reads mail at these.
    typeof email !== 'string' || /@(.*\.)?noreply\.github\.com$/i.test(email)
      ? []
      : [{ email, primary: primary === true, verified: verified === true }],
  )
}

/** What GitHub has verified counts before what the person prefers. */
const chooseAddress = (addresses: readonly GitHubAddress[]): GitHubAddress | undefined => {
  const verified = addresses.filter((address) => address.verified)
  return verified.find(({ primary }) => primary) ?? verified[0] ?? addresses.find(({ primary }) => primary)
}
