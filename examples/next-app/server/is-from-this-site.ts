/**
 * True when a page of this app sent the request. Browsers put Origin on every unsafe request and pages cannot
 * forge it, so this keeps other sites from using the cookie (CSRF). Compared with the address this app is
 * configured for, not with Host, which a caller chooses.
 */
export function isFromThisSite(request: Request): boolean {
  const expectedOrigin = new URL(process.env['AUTH_URL'] ?? request.url).origin
  return request.headers.get('origin') === expectedOrigin
}
