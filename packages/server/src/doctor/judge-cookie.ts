import { isDomainShared, relationOf } from '../configuration/site-of.js'
import { isOnThisMachine } from '../model/is-open-to-others.js'

/** A cookie as `Set-Cookie` has it (RFC 6265bis §4.1). */
export interface SentCookie {
  readonly name: string
  /** Attribute names in lower case; those without a value have an empty one. */
  readonly attributes: ReadonlyMap<string, string>
}

/** What becomes of it in a browser. */
export interface CookieProblem {
  readonly severity: 'warning' | 'error'
  readonly seen: string
  readonly fix: string
}

/** @returns undefined for what no browser reads as a cookie */
export const readSetCookie = (line: string): SentCookie | undefined => {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const name = pair.slice(0, Math.max(pair.indexOf('='), 0)).trim()
  if (name === '') return undefined
  const attributes = rest.map((part) => {
    const [key = '', ...value] = part.split('=')
    return [key.trim().toLowerCase(), value.join('=').trim()] as const
  })
  return { name, attributes: new Map(attributes) }
}

const UNDO =
  'Have the proxy leave Set-Cookie as it is: look for rewriting of cookie domains, paths and flags.'

/** What a browser would object to in a cookie from this address (RFC 6265bis §5.7). */
export const judgeKeeping = ({ name, attributes }: SentCookie, server: URL): readonly CookieProblem[] => {
  const problems: CookieProblem[] = []
  const drop = (seen: string, fix: string): void => {
    problems.push({ severity: 'error', seen: `browsers drop ${name}: ${seen}`, fix })
  }
  const isSecure = attributes.has('secure')
  const domain = (attributes.get('domain') ?? '').replace(/^\./, '').toLowerCase()
  const isTls = server.protocol === 'https:'
  if (/^__(?:Host|Secure)-/i.test(name) && !(isSecure && isTls))
    drop('its prefix needs Secure and https', isTls ? UNDO : 'Reach it by https.')
  if (/^__Host-/i.test(name) && (attributes.get('path') !== '/' || attributes.has('domain')))
    drop('__Host- allows no Domain, and no Path but /', UNDO)
  if (isSecure && !isTls && !isOnThisMachine(server.href))
    drop('it is Secure, and the address is http', 'Reach it by https, and set LATCHKEY_ISSUER to that.')
  if (domain !== '' && domain !== server.hostname && !server.hostname.endsWith(`.${domain}`))
    drop(`its Domain ${domain} is not that of ${server.hostname}`, UNDO)
  else if (domain !== '' && isDomainShared(domain) && domain !== server.hostname)
    drop(`its Domain ${domain} belongs to many`, UNDO)
  if (attributes.get('samesite')?.toLowerCase() === 'none' && !isSecure)
    drop('SameSite=None needs Secure', 'Reach it by https, and set LATCHKEY_ISSUER to that.')
  if (isTls && !isSecure)
    problems.push({
      severity: 'error',
      seen: `${name} is not Secure, at https`,
      fix: 'Set LATCHKEY_ISSUER (and the app of the topology) to https, as browsers see it; or see which proxy takes Secure off.',
    })
  if ((attributes.get('path') ?? '/') !== '/')
    problems.push({
      severity: 'warning',
      seen: `${name} has Path=${attributes.get('path')}, not /`,
      fix: UNDO,
    })
  return problems
}

/** Whether a browser would send it along when a page of this app calls the server (RFC 6265bis §5.8.3). */
export const judgeSending = (
  { name, attributes }: SentCookie,
  app: URL,
  server: URL,
): readonly CookieProblem[] => {
  const relation = relationOf(app, server)
  if (relation === 'same-origin' || relation === 'same-site') return []
  const sameSite = attributes.get('samesite')?.toLowerCase() ?? 'lax'
  if (relation === 'other-scheme')
    return [
      {
        severity: 'error',
        seen: `pages of ${app.origin} and ${server.origin} are of one site, but for http and https: ${name} stays at home`,
        fix: 'Show both over https.',
      },
    ]
  if (sameSite !== 'none')
    return [
      {
        severity: 'error',
        seen: `browsers do not send ${name} (SameSite=${attributes.get('samesite') ?? 'Lax'}) from pages of ${app.origin}, which is another site`,
        fix: `Serve both from one site (app.example.com, auth.example.com), pass a path of the app on to Latchkey, or set the topology to { kind: 'cross-site', app: '${app.origin}' }.`,
      },
    ]
  return attributes.has('partitioned')
    ? []
    : [
        {
          severity: 'warning',
          seen: `${name} is not Partitioned: browsers that block third-party cookies drop it for ${app.origin}`,
          fix: UNDO,
        },
      ]
}
