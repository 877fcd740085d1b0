import { CSRF_HEADER, paths } from '@latchkey/contract'
import { type Answer, ask } from './ask.js'
import { below, type Deployment } from './deployment.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, error } = findingsOf('CORS')

/** Pages that must never read an answer: a stranger's, and one without an origin (a sandboxed frame, a file). */
const STRANGERS = ['https://latchkey-doctor.invalid', 'null'] as const

/** Whether the pages of every app on another origin may call with cookies, and nobody else's (Fetch §3.2). */
export const checkCors = async ({
  home,
  apps,
}: Pick<Deployment, 'home' | 'apps'>): Promise<readonly Finding[]> => {
  const place = below(home, paths.session)
  const findings: Finding[] = []
  for (const app of apps) {
    if (app === place.origin) findings.push(ok(`${app} shares its origin with Latchkey and needs none`))
    else findings.push(...(await checkApp(place, app)))
  }
  for (const stranger of STRANGERS) findings.push(...(await checkStranger(place, stranger)))
  return findings
}

const preflight = (place: URL, origin: string): Promise<Answer> =>
  ask(place, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': `content-type,${CSRF_HEADER}`,
    },
  })

const PASS =
  'Leave CORS to Latchkey alone: have the proxy pass OPTIONS and Origin on, and add no header of its own.'

const checkApp = async (place: URL, app: string): Promise<readonly Finding[]> => {
  const before = await preflight(place, app)
  const after = await ask(place, { headers: { origin: app } })
  const problems = [
    ...problemsWith(before, app).map((seen) => `to a preflight of ${app}, ${seen}`),
    ...problemsWithPreflight(before).map((seen) => `to a preflight of ${app}, ${seen}`),
    ...problemsWith(after, app).map((seen) => `to a page of ${app}, ${seen}`),
  ]
  const fix = `Name ${app} in the topology of the server, as its app or among otherApps. If it is there: ${PASS}`
  return problems.length === 0
    ? [ok(`pages of ${app} may call with cookies`)]
    : problems.map((seen) => error(seen, fix))
}

const problemsWith = ({ headers }: Answer, app: string): readonly string[] => {
  const allowed = headers['access-control-allow-origin']
  if (allowed === '*') return ['it allows every origin, which browsers refuse beside cookies']
  if (allowed === undefined) return ['it allows no origin']
  if (allowed.includes(',')) return ['it allows twice: Latchkey and a proxy both answer']
  if (allowed !== app) return [`it allows ${allowed}`]
  return headers['access-control-allow-credentials'] === 'true' ? [] : ['it allows no cookies']
}

const problemsWithPreflight = ({ status, headers }: Answer): readonly string[] => {
  // Fetch §4.8: an ok status, or the request is not made.
  if (status < 200 || status > 299) return [`it answers ${status}`]
  const allowed = String(headers['access-control-allow-headers'] ?? '').toLowerCase()
  const missing = ['content-type', CSRF_HEADER].filter((name) => !allowed.includes(name))
  return missing.length === 0 || headers['access-control-allow-origin'] === undefined
    ? []
    : [`it does not allow the header ${missing.join(', ')}`]
}

const checkStranger = async (place: URL, stranger: string): Promise<readonly Finding[]> => {
  const answers = [await preflight(place, stranger), await ask(place, { headers: { origin: stranger } })]
  const isAllowed = answers.some(({ headers }) =>
    [stranger, '*'].includes(headers['access-control-allow-origin'] ?? ''),
  )
  return isAllowed
    ? [
        error(
          `pages of strangers (${stranger}) may read answers`,
          `Anybody's page could act for whoever is signed in. ${PASS}`,
        ),
      ]
    : []
}
