import type { GitHubProfile } from 'next-auth/providers/github'

interface GitHubUserRequest {
  tokens: { access_token?: string }
  provider: { userinfo?: { url?: URL } }
}

/**
 * The account at GitHub, without asking for its addresses: Latchkey reads those itself. What NextAuth does in this place fails with
 * a TypeError where GitHub tells of none.
 */
export async function readGitHubUser({ tokens, provider }: GitHubUserRequest): Promise<GitHubProfile> {
  const response = await fetch(provider.userinfo?.url ?? 'https://api.github.com/user', {
    headers: { authorization: `Bearer ${tokens.access_token}`, 'user-agent': 'latchkey-example' },
  })
  if (!response.ok) throw new Error(`GitHub answered ${response.status}`)
  return response.json()
}
