import { DAY, SECOND } from '../model/time.js'
import { ask } from './ask.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('http → https')

const LEAST_HSTS = (180 * DAY) / SECOND

/** The address of the same host without TLS, where it has the usual ports. */
export const plainAddressOf = (secure: URL): URL | undefined =>
  secure.protocol === 'https:' && secure.port === '' ? new URL(`http://${secure.host}/`) : undefined

/** Whether who comes without TLS is sent to where there is, and browsers remember it (RFC 6797). */
export const checkPlainHttp = async (secure: URL, plain: URL): Promise<readonly Finding[]> => [
  await checkRedirect(plain),
  await checkStrictTransport(secure),
]

const checkRedirect = async (plain: URL): Promise<Finding> => {
  const answer = await ask(plain).catch(() => undefined)
  if (answer === undefined) return ok('nothing answers without TLS')
  const { status, headers } = answer
  const location = headers.location ?? ''
  if (status < 300 || status >= 400)
    return error(
      `${plain.href} answers ${status} without TLS`,
      'Redirect everything there to https, in the proxy.',
    )
  const target = URL.canParse(location, plain.href) ? new URL(location, plain.href) : undefined
  return target?.protocol === 'https:' && target.hostname === plain.hostname
    ? ok(`${plain.href} redirects to https`)
    : error(`${plain.href} redirects to ${location}`, 'Redirect to https at the same host first.')
}

const checkStrictTransport = async (secure: URL): Promise<Finding> => {
  const { headers } = await ask(secure)
  const hsts = String(headers['strict-transport-security'] ?? '')
  const seconds = Number(/max-age="?(\d+)/i.exec(hsts)?.[1] ?? 0)
  return seconds >= LEAST_HSTS
    ? ok(`Strict-Transport-Security: ${hsts}`)
    : warning(
        hsts === '' ? 'there is no Strict-Transport-Security' : `Strict-Transport-Security: ${hsts}`,
        'Have the proxy send `Strict-Transport-Security: max-age=31536000`: a browser then never goes there without TLS.',
      )
}
