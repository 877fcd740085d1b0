import { ask, membersOf } from './ask.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('API')

/** An API that is guarded, as its callers see it. */
export interface GuardedApi {
  readonly url: URL
  readonly apps: readonly string[]
  readonly issuer: string | undefined
}

/** Whether an API refuses who brings no token, says how to bring one, and lets the pages of every app ask. */
export const checkApi = async (api: GuardedApi): Promise<readonly Finding[]> => [
  ...(await checkWithoutToken(api)),
  ...(await checkWithWrongToken(api)),
  ...(await checkPreflights(api)),
  await checkMetadata(api),
]

const checkWithoutToken = async ({ url }: GuardedApi): Promise<readonly Finding[]> => {
  const { status, headers } = await ask(url)
  if (status >= 200 && status < 300)
    return [
      error(`${url.href} answers ${status} to who brings no token`, 'Protect that route with the guard.'),
    ]
  if (status !== 401)
    return [
      warning(
        `${url.href} answers ${status} to who brings no token, expected 401`,
        'Give the address of a protected route that is read with GET.',
      ),
    ]
  return headers['www-authenticate'] === undefined
    ? [
        warning(
          'its 401 has no WWW-Authenticate',
          'Leave the header of the guard there (RFC 6750 §3): clients learn from it what to bring.',
        ),
      ]
    : [ok(`${url.href} refuses who brings no token, and says how`)]
}

const checkWithWrongToken = async ({ url }: GuardedApi): Promise<readonly Finding[]> => {
  const answer = await ask(url, { headers: { authorization: 'Bearer latchkey-doctor' } })
  const { reason, detail } = membersOf(answer)
  return [
    ...(answer.status >= 200 && answer.status < 300
      ? [error('it takes a token that is none', 'Protect that route with the guard.')]
      : []),
    ...(reason === 'token_missing'
      ? [error('the Authorization header does not arrive', 'Have the proxy before the API pass it on.')]
      : []),
    ...(detail !== undefined
      ? [
          warning(
            'it tells strangers what was expected and what was seen',
            'Set development of the guard to false where others come.',
          ),
        ]
      : []),
  ]
}

const checkPreflights = async ({ url, apps }: GuardedApi): Promise<readonly Finding[]> => {
  const findings: Finding[] = []
  for (const app of apps) {
    if (app === url.origin) continue
    findings.push(await checkPreflight(url, app))
  }
  return findings
}

const checkPreflight = async (url: URL, app: string): Promise<Finding> => {
  const { status, headers } = await ask(url, {
    method: 'OPTIONS',
    headers: {
      origin: app,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    },
  })
  const origin = headers['access-control-allow-origin']
  const allowed = String(headers['access-control-allow-headers'] ?? '').toLowerCase()
  const fix = `If pages of ${app} call it: answer OPTIONS before the guard with Access-Control-Allow-Origin: ${app} and Access-Control-Allow-Headers: authorization, content-type. If only servers do, leave it so.`
  if (status < 200 || status > 299 || (origin !== app && origin !== '*'))
    return warning(
      `pages of ${app} may not call it: a preflight is answered ${status}, allowing ${origin ?? 'nobody'}`,
      fix,
    )
  // Fetch §3.2.4: `*` does not stand for Authorization.
  return allowed.split(/\s*,\s*/).includes('authorization')
    ? ok(`pages of ${app} may call it with a token`)
    : warning(`pages of ${app} may call it, but not with the Authorization header`, fix)
}

/** RFC 9728 §3.1: the well-known part comes between the host and the path. */
const checkMetadata = async ({ url, issuer }: GuardedApi): Promise<Finding> => {
  const well = '/.well-known/oauth-protected-resource'
  const places = [new URL(well + url.pathname.replace(/\/$/, ''), url), new URL(well, url)]
  for (const place of places) {
    const answer = await ask(place)
    const { authorization_servers: servers } = membersOf(answer)
    if (answer.status !== 200 || !Array.isArray(servers)) continue
    return issuer === undefined || servers.includes(issuer)
      ? ok(`${place.pathname} names the servers whose tokens it takes`)
      : warning(
          `${place.pathname} does not name ${issuer}`,
          'Compare the issuers of its guard with the issuer of the server, to the letter.',
        )
  }
  return warning(
    'it publishes no protected-resource metadata (RFC 9728)',
    'Publish them if clients are to find by themselves where to get a token. Applications that know it need none.',
  )
}
