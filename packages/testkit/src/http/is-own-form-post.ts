/**
 * Whether a form post comes from a page of this provider. Browsers say so in `Sec-Fetch-Site` (Fetch
 * Metadata) and in `Origin`; what sends neither is not a browser, and nobody can make it post unawares.
 */
export const isOwnFormPost = (request: Request): boolean => {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return false
  const origin = request.headers.get('origin')
  if (origin === null) return true
  return URL.canParse(origin) && new URL(origin).host === new URL(request.url).host
}
