import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'

/**
 * Gives every page a Content-Security-Policy with a fresh nonce. Next.js finds the nonce in the request header
 * and puts it on the scripts it writes.
 */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'))
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = { matcher: ['/((?!api/|_next/|icon.svg).*)'] }

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development'
  // Without JavaScript the sign-in form posts here and is redirected to a provider: browsers hold that
  // redirect against form-action too.
  const google = new URL(process.env['GOOGLE_ISSUER'] ?? 'https://accounts.google.com').origin
  const github = new URL(process.env['GITHUB_URL'] ?? 'https://github.com').origin
  return [
    `default-src 'self'`,
    // `next dev` evaluates code and adds inline styles; a build does neither.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' ${development ? `'unsafe-inline'` : `'nonce-${nonce}'`}`,
    `img-src 'self' data:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self' ${google} ${github}`,
    `frame-ancestors 'none'`,
  ].join('; ')
}
