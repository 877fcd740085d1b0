import type { DevelopmentClient } from '../../clients/development-client.js'
import { createTwin } from '../../create-twin.js'
import { newAccessTokenLike } from '../../grants/handles.js'
import { openidRules } from '../../grants/request-rules.js'
import { type SwitchName, switchesOfAll } from '../../misbehaviour/switches.js'
import type { Twin } from '../../twin.js'
import { onlyClient } from '../registered-client.js'
import type { TwinPlace } from '../twin-place.js'
import { githubPeople } from './github-people.js'
import { type GitHubPerson, githubPersonKind } from './github-person.js'

/** What the endpoints of the GitHub twin work with. */
export type GitHubProvider = Twin<GitHubPerson>

const githubSwitches = [
  ...switchesOfAll,
  'unverifiedEmail',
  'tokenOfAnotherApp',
] as const satisfies readonly SwitchName[]
export type GitHubSwitch = (typeof githubSwitches)[number]

/** https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-authorization-request-errors */
const cancelled = {
  error: 'access_denied',
  error_description: 'The user has denied your application access.',
  error_uri:
    'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/#access-denied',
}

/**
 * To the address that is registered. The twin knows of none, so to the one that was asked for.
 * https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-authorization-request-errors
 */
const redirectUriNotRegistered = {
  error: 'redirect_uri_mismatch',
  error_description: 'The redirect_uri MUST match the registered callback URL for this application.',
  error_uri:
    'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/#redirect-uri-mismatch2',
}

/**
 * GitHub as OAuth apps meet it: OAuth 2.0 without discovery and without ID tokens.
 * https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */
export const createGitHubProvider = (client: DevelopmentClient, { url, now }: TwinPlace): GitHubProvider =>
  createTwin<GitHubPerson>({
    name: 'GitHub',
    url,
    now,
    clients: onlyClient(client),
    cast: githubPeople,
    personKind: githubPersonKind,
    requestRules: {
      ...openidRules,
      openid: false,
      scopes: ['read:user', 'user:email', 'user'],
      scopeSeparator: /[ ,]/,
      responseTypeMayBeMissing: true,
      redirectUriAtToken: 'optional',
    },
    answerRules: { cancelled, redirectUriNotRegistered },
    // They end when somebody ends them, or after a year without use.
    accessTokenRules: { mint: () => newAccessTokenLike('gho_'), lifetime: Number.POSITIVE_INFINITY },
    switchNames: githubSwitches,
  })
