import { type AccessTokenRequest, issueAccessToken } from '../issue-access-token.js'
import type { RegisteredClient } from '../registered-client.js'
import { type MountedTwin, type RunningTwin, runningTwin } from '../running-twin.js'
import type { TwinPlace } from '../twin-place.js'
import { createGitHubProvider, type GitHubSwitch } from './create-github-provider.js'
import type { GitHubPerson } from './github-person.js'
import { createGitHubRouter } from './github-router.js'

/** GitHub: `/login/oauth/authorize`, `/login/oauth/access_token`, and the REST API at `/user` and `/applications`. */
export interface GitHubTwin extends RunningTwin<GitHubPerson, RegisteredClient, GitHubSwitch> {
  /** A working access token, without a sign-in: of this application or of another. */
  issueAccessToken(request?: AccessTokenRequest<GitHubPerson>): string
}

/** Shaped like a client of theirs. Its secret is in every copy of this package: it keeps nobody out. */
const githubClient: RegisteredClient = { id: 'Ov23liLatchkeyDevelop', secret: 'development-only' }

export const createGitHubTwin = (place: TwinPlace): MountedTwin<GitHubTwin> => {
  const twin = createGitHubProvider(githubClient, place)
  const running: GitHubTwin = Object.assign(
    runningTwin<GitHubPerson, RegisteredClient, GitHubSwitch>(twin, githubClient),
    { issueAccessToken: (request: AccessTokenRequest<GitHubPerson> = {}) => issueAccessToken(twin, request) },
  )
  return { twin, router: createGitHubRouter(twin), running }
}
