import { avatarPath } from '../../people/avatar-path.js'
import type { GitHubProvider } from './create-github-provider.js'
import type { GitHubPerson } from './github-person.js'

/**
 * An account as the REST API shows it: `email` is null unless the person shows one to everybody.
 *
 *     {"login":"mara-lindqvist","id":583231,"avatar_url":"…","type":"User","name":"Mara Lindqvist","email":null,…}
 */
export const userBody = (provider: GitHubProvider, person: GitHubPerson): Record<string, unknown> => {
  const shown = person.emails.find(({ primary, visibility }) => primary && visibility === 'public')
  return {
    login: person.login,
    id: person.id,
    node_id: Buffer.from(`04:User${person.id}`).toString('base64'),
    avatar_url: provider.url + avatarPath(String(person.id)),
    html_url: `https://github.com/${person.login}`,
    type: 'User',
    site_admin: false,
    name: person.name,
    email: provider.switches.current().noEmail ? null : (shown?.email ?? null),
  }
}
