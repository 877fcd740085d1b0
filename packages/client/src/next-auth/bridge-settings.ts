const SECOND = 1000

/** What {@link createLatchkeyBridge} takes. Issuer, client id and secret fall back to the environment. */
export interface LatchkeyBridgeOptions {
  /** The URL of the Latchkey server. Default: `LATCHKEY_ISSUER`. */
  readonly issuer?: string | undefined
  /** This app, as the server knows it. Default: `LATCHKEY_CLIENT_ID`. */
  readonly clientId?: string | undefined
  /** Its secret. Default: `LATCHKEY_CLIENT_SECRET`. Never in a variable that starts with `NEXT_PUBLIC_`. */
  readonly clientSecret?: string | undefined
  /** The API the access tokens are for. Default: the server's first audience. */
  readonly audience?: string | undefined
  /** Space-delimited (RFC 6749 §3.3). Default: every scope the client may have. */
  readonly scope?: string | undefined
  /** How long one call to the server may take, its one retry included. Milliseconds, default 5000. */
  readonly timeoutMs?: number | undefined
  /**
   * Adds `session.accessToken`, which hands the access token to every script of the page: an injected script can then
   * call your API as the user from anywhere until the token expires, where otherwise it is confined to the open page.
   * Leave it off if your pages can call the API through a route handler that uses `getAccessToken()`.
   */
  readonly exposeAccessToken?: boolean | undefined
  /** Where refusals and outages are reported, without secrets and without tokens. Default: `console`. */
  readonly log?: BridgeLog | undefined
}

/** The part of `console` the bridge writes to. */
export interface BridgeLog {
  warn(message: string): void
  error(message: string): void
}

/** The options once they are known to be usable. */
export interface BridgeSettings {
  /** Without a trailing slash. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly audience: string | undefined
  readonly scope: string | undefined
  readonly timeoutMs: number
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Options and environment → settings.
 *
 * @throws TypeError that names every problem at once, each with its fix
 */
export const readBridgeSettings = (
  options: LatchkeyBridgeOptions,
  environment: Environment,
): BridgeSettings => {
  const issuer = options.issuer ?? environment['LATCHKEY_ISSUER'] ?? ''
  const clientId = options.clientId ?? environment['LATCHKEY_CLIENT_ID'] ?? ''
  const clientSecret = options.clientSecret ?? environment['LATCHKEY_CLIENT_SECRET'] ?? ''
  const timeoutMs = options.timeoutMs ?? 5 * SECOND

  const problems = [
    issuerProblem(issuer, environment['NODE_ENV'] === 'production'),
    clientId === '' ? 'clientId is missing: pass it, or set LATCHKEY_CLIENT_ID.' : undefined,
    clientSecret === '' ? SECRET_MISSING : undefined,
    Number.isFinite(timeoutMs) && timeoutMs > 0
      ? undefined
      : 'timeoutMs must be a positive number of milliseconds.',
  ].filter((problem) => problem !== undefined)
  if (problems.length > 0) {
    throw new TypeError(
      `The Latchkey bridge cannot start:\n${problems.map((line) => `- ${line}`).join('\n')}`,
    )
  }

  const { audience, scope } = options
  return { issuer: issuer.replace(/\/+$/, ''), clientId, clientSecret, audience, scope, timeoutMs }
}

const SECRET_MISSING =
  'clientSecret is missing: pass it, or set LATCHKEY_CLIENT_SECRET. A public client cannot be used here: its refresh ' +
  'token changes at every use, so two renders at once would lose the session. Register this app as a confidential client.'

const issuerProblem = (issuer: string, isProduction: boolean): string | undefined => {
  if (issuer === '') return 'issuer is missing: pass the URL of your Latchkey server, or set LATCHKEY_ISSUER.'
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return `issuer ${JSON.stringify(issuer)} is not an http(s) URL: write it like https://auth.example.com.`
  }
  // RFC 8414 §2
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return 'issuer must be a plain URL: remove the user, the query and the fragment.'
  }
  if (isProduction && url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return `issuer ${issuer} would send the client secret in clear: use https in production.`
  }
  return undefined
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(\.\d{1,3}){3}$/.test(hostname)
