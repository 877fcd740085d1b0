import { randomBytes } from 'node:crypto'
import { AuthError } from '@latchkey/contract'
import type { LinkedPages } from '../../model/linked-pages.js'
import type { BrowserSettings } from '../../model/topology.js'
import type { ConsoleFile, ConsoleFiles } from '../../ports/console-files.js'

export interface ServeConsoleDeps {
  readonly consoleFiles: () => Promise<ConsoleFiles | undefined>
  readonly browser: Pick<BrowserSettings, 'console'>
  readonly pages: Pick<LinkedPages, 'signIn'>
}

const NONCE_BYTES = 18
const A_YEAR_IN_SECONDS = 31_536_000

/**
 * A request for the console or something it loads. Whoever asks gets it: it holds nothing, and everything it shows it asks the
 * admin API for.
 *
 * @param path what is asked for below the console: `users/usr_019…`, `assets/index-B2x9.js`
 * @throws AuthError `not_found` for a file that is not there, `console_missing` where none was built
 */
export const serveConsole = async (
  deps: ServeConsoleDeps,
  request: Request,
  path: string,
): Promise<Response> => {
  const files = await deps.consoleFiles()
  if (files === undefined) throw new AuthError('console_missing')
  if (!path.startsWith('assets/')) return answerPage(deps, files.page)
  const file = files.assets.get(path)
  if (file === undefined) throw new AuthError('not_found', { detail: path })
  return answerFile(request, file)
}

const answerFile = (request: Request, { type, body, gzip }: ConsoleFile): Response => {
  const packed = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '') ? gzip : undefined
  return new Response(packed ?? body, {
    headers: {
      'content-type': type,
      ...(packed !== undefined && { 'content-encoding': 'gzip' }),
      // Named after its content: it may be kept for good.
      'cache-control': `public, max-age=${A_YEAR_IN_SECONDS}, immutable`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** The page is the same for every address of the console: which one it is, it reads there itself. */
const answerPage = ({ browser, pages: { signIn } }: ServeConsoleDeps, page: string): Response => {
  const nonce = randomBytes(NONCE_BYTES).toString('base64')
  const base = new URL(browser.console ?? '')
  const html = page
    .replace('<base href="/admin/"', `<base href="${escapeText(base.pathname)}"`)
    .replace('name="latchkey-sign-in" content=""', `name="latchkey-sign-in" content="${escapeText(signIn)}"`)
    .replace('property="csp-nonce" content=""', `property="csp-nonce" content="${nonce}"`)
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policyFor(nonce),
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    },
  })
}

/** What runs are the files of the console, and it talks to this server alone. */
const policyFor = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
