import { CSRF_COOKIE, paths } from '@latchkey/contract'
import { ask, membersOf } from './ask.js'
import { below, type Deployment } from './deployment.js'
import { type Finding, findingsOf } from './finding.js'
import { judgeKeeping, judgeSending, readSetCookie, type SentCookie } from './judge-cookie.js'

const { ok, error } = findingsOf('cookies')

/** Whether a browser would keep what `GET /session` sets, and send it along from every app. All cookies of the door have these attributes. */
export const checkCookies = async ({
  home,
  apps,
}: Pick<Deployment, 'home' | 'apps'>): Promise<readonly Finding[]> => {
  const place = below(home, paths.session)
  const answer = await ask(place)
  if (membersOf(answer)['csrfToken'] === undefined) return [noSession(place, answer.status)]
  const cookies = answer.setCookies.map(readSetCookie).filter((cookie) => cookie !== undefined)
  if (!cookies.some(({ name }) => name === CSRF_COOKIE))
    return [
      error(
        `${place.href} answers without its cookie`,
        'Have the proxy pass Set-Cookie on, and keep no answer: without it nobody stays signed in.',
      ),
      ...kept(answer.headers),
    ]
  const problems = cookies.flatMap((cookie) => [
    ...judgeKeeping(cookie, place),
    ...apps.flatMap((app) => judgeSending(cookie, new URL(app), place)),
  ])
  return [
    ...problems.map((problem) => ({ check: 'cookies', ...problem })),
    ...(problems.length === 0 ? [ok(describe(cookies, apps))] : []),
    ...kept(answer.headers),
  ]
}

const noSession = (place: URL, status: number): Finding =>
  error(
    `${place.href} answers ${status}, and says nothing of a session`,
    'Have the proxy pass that path on to Latchkey; open the browser door with `browser` in the configuration.',
  )

const describe = (cookies: readonly SentCookie[], apps: readonly string[]): string =>
  `a browser keeps ${cookies.map(({ name }) => name).join(', ')}${apps.length === 0 ? '' : `, and sends it from ${apps.join(', ')}`}`

/** RFC 9111 §5.2.2.5: who is signed in is told to one browser alone. */
const kept = (headers: Readonly<Record<string, unknown>>): readonly Finding[] => {
  const caching = String(headers['cache-control'] ?? '')
  if (headers['age'] === undefined && /no-store|private/i.test(caching)) return []
  return [
    error(
      `the answer of ${paths.session} may be kept by caches (${headers['age'] === undefined ? `Cache-Control: ${caching || 'none'}` : 'it comes out of one'})`,
      'Leave Cache-Control as Latchkey sends it, and have no cache before it: one person would get the session of another.',
    ),
  ]
}
