import { AuthError } from '@latchkey/contract'

/** What a browser says about where a request comes from, as its headers have it; null where there is none. */
export interface RequestOrigin {
  /** `Origin` (RFC 6454 §7). */
  readonly origin: string | null
  /** `Sec-Fetch-Site` (Fetch Metadata §2.1). */
  readonly site: string | null
}

/** Fetch Metadata §2.1. */
const SITES: readonly string[] = ['cross-site', 'same-site']

/**
 * Whether a page may make this request at all: a page of ours, or nobody's page. Browsers say so in `Origin` and in
 * `Sec-Fetch-Site`; what sends neither is not a browser, and nobody can make it send cookies unawares.
 *
 * @throws AuthError `csrf_origin_refused`, `csrf_site_refused`
 */
export const checkSource = (
  { allowedOrigins }: { readonly allowedOrigins: readonly string[] },
  { origin, site }: RequestOrigin,
): void => {
  if (origin !== null) {
    if (allowedOrigins.includes(origin)) return
    // Anybody may write anything there; only what is an origin goes into the log.
    const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin
    throw new AuthError('csrf_origin_refused', { detail: `Origin ${isOrigin ? origin : 'that is none'}` })
  }
  if (site === null || site === 'same-origin' || site === 'none') return
  throw new AuthError('csrf_site_refused', {
    detail: `Sec-Fetch-Site ${SITES.includes(site) ? site : 'of another word'}`,
  })
}
