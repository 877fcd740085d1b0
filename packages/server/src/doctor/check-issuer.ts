import { paths } from '@latchkey/contract'
import { ask, membersOf } from './ask.js'
import { below, type Deployment } from './deployment.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('issuer')

/** Whether the server says to be who everybody takes it for, to the letter (RFC 8414 §3.3, OIDC Discovery §4.3). */
export const checkIssuer = async ({
  url,
  issuer,
}: Pick<Deployment, 'url' | 'issuer'>): Promise<readonly Finding[]> => {
  const answer = await ask(below(url, paths.openidConfiguration))
  const metadata = membersOf(answer)
  const said = metadata['issuer']
  if (answer.status !== 200 || typeof said !== 'string')
    return [
      error(
        `${paths.openidConfiguration} answers ${answer.status} without an issuer`,
        'Have the proxy pass /.well-known/ on to Latchkey too.',
      ),
    ]
  if (said !== issuer)
    return [
      error(
        `the server says that it is ${JSON.stringify(said)}, expected ${JSON.stringify(issuer)}`,
        `Set LATCHKEY_ISSUER of the server to the address that users see, or correct what names it. ${differenceOf(said, issuer)}`.trim(),
      ),
    ]
  return [ok(said), ...strayEndpoints(metadata, issuer), ...(await checkOtherDocument({ url, issuer }))]
}

const differenceOf = (said: string, expected: string): string => {
  if (said.replace(/\/+$/, '') === expected.replace(/\/+$/, '')) return 'They differ by a slash at the end.'
  return said.replace(/^https?:/, '') === expected.replace(/^https?:/, '')
    ? 'They differ by http and https.'
    : ''
}

const strayEndpoints = (metadata: Readonly<Record<string, unknown>>, issuer: string): readonly Finding[] => {
  const stray = Object.entries(metadata).filter(
    ([name, value]) => /_endpoint$|^jwks_uri$/.test(name) && !String(value).startsWith(`${issuer}/`),
  )
  return stray.map(([name, value]) =>
    error(
      `${name} is ${JSON.stringify(value)}, which is elsewhere`,
      'See what changes the document on its way.',
    ),
  )
}

/** RFC 8414 §3: at hosts with a path the document of OAuth clients is elsewhere than that of OpenID Connect. */
const checkOtherDocument = async ({
  url,
  issuer,
}: Pick<Deployment, 'url' | 'issuer'>): Promise<readonly Finding[]> => {
  const { origin, pathname } = url
  const place = new URL(origin + paths.authorizationServerMetadata + pathname.replace(/\/+$/, ''))
  const answer = await ask(place)
  return answer.status === 200 && membersOf(answer)['issuer'] === issuer
    ? []
    : [
        warning(
          `${place.pathname} answers ${answer.status}, not the metadata of this issuer`,
          'Have the proxy pass that path on too: some OAuth clients look there first (RFC 8414 §3).',
        ),
      ]
}
