import { getDomain, getPublicSuffix } from 'tldts'

/**
 * What a browser calls the site of an address: its scheme, and the part of its host that one owner has (HTML, “obtain a site”;
 * Schemeful Same-Site). Ports do not count. A name below a shared one, `you.github.io`, is a site of its own; so is each name
 * directly below `localhost`, and each IP address. A name with a dot at its end is not the one without.
 */
const siteOf = ({ protocol, hostname }: Pick<URL, 'protocol' | 'hostname'>): string => {
  const domain = hostname.endsWith('.') ? hostname : getDomain(hostname, { allowPrivateDomains: true })
  return `${protocol}//${domain ?? hostname}`
}

/** How a browser sees a page and a server: what of a cookie reaches whom hangs on it (RFC 6265bis §5.2). */
export type Relation = 'same-origin' | 'same-site' | 'other-scheme' | 'cross-site'

export const relationOf = (page: URL, server: URL): Relation => {
  if (page.origin === server.origin) return 'same-origin'
  if (siteOf(page) === siteOf(server)) return 'same-site'
  const { hostname } = page
  return siteOf({ protocol: server.protocol, hostname }) === siteOf(server) ? 'other-scheme' : 'cross-site'
}

/** Whether names below this one have owners of their own: `com`, `co.uk`, `github.io`. A cookie for all of them is kept by no browser. */
export const isDomainShared = (domain: string): boolean =>
  getPublicSuffix(domain, { allowPrivateDomains: true }) === domain
