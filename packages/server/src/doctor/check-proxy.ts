import { paths } from '@latchkey/contract'
import { type Answer, ask, membersOf } from './ask.js'
import { below, type Deployment } from './deployment.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('proxy')

/** No token of anybody's; a guard says that it cannot be read, if it arrives. */
const NO_TOKEN = 'latchkey-doctor'
/** Latchkey reads 32 KiB. Sign-in by a provider and long tokens need some of it. */
const LARGE_BODY = 24 * 1024

/** What stands between: whether headers and bodies arrive as they were sent, and whether everybody looks like one. */
export const checkProxy = async (
  deployment: Pick<Deployment, 'url' | 'trustedProxies'>,
): Promise<readonly Finding[]> => {
  const health = await ask(below(deployment.url, paths.health))
  const findings = [
    await checkAuthorization(deployment),
    await checkBodies(deployment),
    ...countProxies(deployment, health),
  ]
  return findings.filter((finding) => finding !== undefined)
}

const checkAuthorization = async ({ url }: Pick<Deployment, 'url'>): Promise<Finding> => {
  const answer = await ask(below(url, paths.userinfo), { headers: { authorization: `Bearer ${NO_TOKEN}` } })
  switch (membersOf(answer)['reason']) {
    case 'token_malformed':
      return ok('Authorization arrives')
    case 'token_missing':
      return error(
        'the Authorization header does not arrive at Latchkey',
        'Have the proxy pass it on: nginx `proxy_set_header Authorization $http_authorization`, Apache `CGIPassAuth On`.',
      )
    default:
      return error(
        `${paths.userinfo} answers ${answer.status}, and not as Latchkey does`,
        'Have the proxy pass that path on, and leave errors as they are (nginx: `proxy_intercept_errors off`).',
      )
  }
}

const checkBodies = async ({ url }: Pick<Deployment, 'url'>): Promise<Finding | undefined> => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = `grant_type=latchkey-doctor&padding=${'x'.repeat(LARGE_BODY)}`
  const answer = await ask(below(url, paths.token), { method: 'POST', headers, body })
  // Nobody is let in by this; that Latchkey says so itself is all that is looked at.
  if (typeof membersOf(answer)['reason'] === 'string') return undefined
  return error(
    `a body of ${LARGE_BODY / 1024} KiB is answered ${answer.status} before Latchkey sees it`,
    'Raise the limit of the proxy to 64 KiB (nginx: `client_max_body_size 64k`): tokens and forms come close to 32.',
  )
}

/** Headers by which proxies and their caches make themselves known. */
const TRACES = [
  'via',
  'x-cache',
  'cf-ray',
  'x-amz-cf-id',
  'x-served-by',
  'x-envoy-upstream-service-time',
] as const

const countProxies = (
  { trustedProxies }: Pick<Deployment, 'trustedProxies'>,
  { headers }: Answer,
): readonly Finding[] => {
  const seen = TRACES.filter((name) => headers[name] !== undefined)
  if (seen.length === 0 || trustedProxies !== 0) return []
  return [
    warning(
      `a proxy stands before it (${seen.join(', ')}), and trustedProxies is 0`,
      'Set trustedProxies to how many there are: attempts are counted by network, and now everybody has that of the proxy.',
    ),
  ]
}
