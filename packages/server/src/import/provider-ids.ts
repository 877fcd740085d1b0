/** What others call a provider, where Latchkey calls it differently. Providers that have no name here keep theirs. */
const NAMES: Readonly<Record<string, string>> = {
  'google-oauth2': 'google',
  'google-oauth': 'google',
  'google-openidconnect': 'google',
  'github-org': 'github',
  'github-team': 'github',
  'facebook-oauth2': 'facebook',
  'apple-id': 'apple',
  'linkedin-openidconnect': 'linkedin',
  twitter: 'x',
  twitter_oauth2: 'x',
  'twitter-oauth2': 'x',
  'slack-openidconnect': 'slack',
  'gitlab-oauth2': 'gitlab',
}

/** Those whose people Latchkey knows by the same name as others do. At Microsoft others leave the tenant out. */
const KNOWN = new Set([
  ...['google', 'github', 'facebook', 'apple', 'gitlab', 'discord', 'x', 'twitch', 'spotify'],
  ...['linkedin', 'auth0', 'keycloak'],
])

/** A provider under the name it has here. */
export interface ProviderName {
  readonly id: string
  readonly isKnown: boolean
}

/** A provider's id in another system → its id here. */
export const providerIdOf = (foreign: string): ProviderName => {
  const name = foreign.trim().toLowerCase()
  const id = NAMES[name] ?? name
  return { id, isKnown: KNOWN.has(id) }
}
