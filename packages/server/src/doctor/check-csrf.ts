import { CSRF_COOKIE, CSRF_HEADER, paths } from '@latchkey/contract'
import { ask, membersOf } from './ask.js'
import { below, type Deployment } from './deployment.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, error } = findingsOf('CSRF')

/**
 * Whether a page that does what it should gets through, and a stranger's does not. What is sent holds no credentials: nobody signs in by it,
 * and no attempt is counted.
 */
export const checkCsrf = async ({
  home,
  apps,
}: Pick<Deployment, 'home' | 'apps'>): Promise<readonly Finding[]> => {
  const place = below(home, paths.session)
  const first = await ask(place)
  const token = membersOf(first)['csrfToken']
  // What is wrong then is told by the check of the cookies.
  if (typeof token !== 'string') return []
  const cookie = first.setCookies.find((line) => line.startsWith(`${CSRF_COOKIE}=`))?.split(';', 1)[0] ?? ''
  const post = async (origin: string): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', origin, cookie, [CSRF_HEADER]: token }
    return membersOf(await ask(place, { method: 'POST', headers, body: '{}' }))['reason']
  }
  const findings: Finding[] = []
  for (const app of apps.length > 0 ? apps : [place.origin]) findings.push(judge(app, await post(app)))
  return [...findings, ...judgeStranger(await post('https://latchkey-doctor.invalid'))]
}

const FIXES: Readonly<Record<string, (app: string) => string>> = {
  csrf_origin_refused: (app) =>
    `Name ${app} in the topology; if it is there, have the proxy pass Origin on as the browser sent it.`,
  csrf_site_refused: (app) =>
    `Have the proxy pass Origin on: pages of ${app} cannot be told from others without it.`,
  csrf_token_missing: () => `Have the proxy pass ${CSRF_HEADER} on.`,
  csrf_token_invalid: () =>
    'Have the proxy pass Cookie and Set-Cookie on as they are, and keep no answer of /session.',
}

const judge = (app: string, reason: unknown): Finding => {
  const fix = typeof reason === 'string' && Object.hasOwn(FIXES, reason) ? FIXES[reason] : undefined
  if (fix !== undefined) return error(`a page of ${app} is refused with ${reason}`, fix(app))
  return typeof reason === 'string'
    ? ok(`a page of ${app} gets through with the token it was told`)
    : error(
        `a POST of ${app} does not arrive at Latchkey`,
        'Have the proxy pass every method on, and leave errors as they are.',
      )
}

const judgeStranger = (reason: unknown): readonly Finding[] =>
  reason === 'csrf_origin_refused'
    ? []
    : [
        error(
          'a POST of a stranger’s page is not told from one of yours',
          'Have the proxy pass Origin on as the browser sent it, neither taken off nor rewritten.',
        ),
      ]
