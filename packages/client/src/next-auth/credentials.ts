import { z } from 'zod'
import type { BridgeLog } from './bridge-settings.js'
import { keepDeviceCookie, readDeviceCookie } from './device-cookie.js'
import type { Host } from './find-session.js'
import type { OpenSession } from './open-session.js'
import { cookiesOfRequest } from './seen-cookies.js'
import type { LatchkeySessionUser } from './session-form.js'
import { warnWithoutAddress } from './warn-without-address.js'

/** What `latchkey.credentials()` takes. */
export interface LatchkeyCredentialsOptions {
  /**
   * The network address of the person, out of the headers of their request: Latchkey counts wrong passwords by network too.
   * Only behind a proxy you trust to set that header, or anybody chooses the address they are counted under:
   * `(headers) => headers.get('x-real-ip') ?? undefined`. Default: no address is passed on, and wrong passwords are counted
   * for the account only; in production the log says so once.
   */
  readonly userAddress?: ((headers: Headers) => string | undefined) | undefined
}

interface CredentialField {
  label: string
  type: string
  autocomplete: string
}

/** What NextAuth hands to `authorize`: a Web request in v5, its parts in v4. */
interface AuthorizeRequest {
  readonly headers?: Headers | Readonly<Record<string, unknown>> | undefined
  readonly url?: string | undefined
}

/** A credentials provider as both editions of NextAuth take it. */
export interface LatchkeyCredentials {
  id: 'latchkey'
  name: string
  type: 'credentials'
  credentials: { email: CredentialField; password: CredentialField }
  authorize: (
    credentials: { email?: unknown; password?: unknown } | undefined,
    request: AuthorizeRequest,
  ) => Promise<LatchkeySessionUser>
}

export interface CredentialsDeps {
  readonly openSession: Pick<OpenSession, 'withPassword'>
  /** What the bridge is connected to. */
  readonly host: () => Host | undefined
  readonly log: BridgeLog
}

/** Enough to recognise a browser by. */
const MOST_USER_AGENT = 500

/** What a form sends. Longer than anything that is accepted is not worth a call. */
const typedCredentials = z.object({
  email: z.string().min(1).max(2_000),
  password: z.string().min(1).max(2_000),
})

/** Takes an address and a password to Latchkey, as a NextAuth provider. */
export const createCredentials =
  ({ openSession, host, log }: CredentialsDeps) =>
  ({ userAddress }: LatchkeyCredentialsOptions = {}): LatchkeyCredentials => {
    if (userAddress === undefined) warnWithoutAddress(log, process.env)
    return {
      id: 'latchkey',
      name: 'Email and password',
      type: 'credentials',
      // NextAuth's own sign-in page is drawn from these.
      credentials: {
        email: { label: 'Email', type: 'email', autocomplete: 'username' },
        password: { label: 'Password', type: 'password', autocomplete: 'current-password' },
      },

      authorize: async (credentials, request) => {
        const typed = typedCredentials.safeParse(credentials)
        // NextAuth goes on holding this object, for its callbacks and its debug log.
        if (credentials !== undefined) delete credentials.password
        const connected = host()
        if (connected === undefined) throw new TypeError(NOT_CONNECTED)
        const { config, edition } = connected
        if (!typed.success) throw await edition.refusal('credentials_wrong')

        const seen = { headers: headersOf(request), url: request.url }
        const cookies = cookiesOfRequest(seen)
        const isSecure = edition.isSecure(config, cookies, process.env)
        const result = await openSession.withPassword(
          {
            ...typed.data,
            userAddress: userAddress?.(seen.headers) || undefined,
            userAgent: seen.headers.get('user-agent')?.slice(0, MOST_USER_AGENT) || undefined,
            deviceToken: readDeviceCookie(cookies, isSecure),
          },
          seen,
        )
        if (result.outcome === 'refused') throw await edition.refusal(result.code)
        if (result.deviceToken !== undefined) await keepDeviceCookie(result.deviceToken, isSecure)
        return result.user
      },
    }
  }

const NOT_CONNECTED =
  'latchkey.credentials() opens Latchkey sessions, so the config around it must be connected too: ' +
  'NextAuth(latchkey.config({ … })), in v4 latchkey.authOptions({ … }).'

const headersOf = ({ headers = {} }: AuthorizeRequest): Headers => {
  if (headers instanceof Headers) return headers
  // HTTP/2 puts `:path` and the like among them, which are no headers.
  const lines = Object.entries(headers).filter(
    ([name, value]) => value !== undefined && !name.startsWith(':'),
  )
  return new Headers(lines.map(([name, value]): [string, string] => [name, String(value)]))
}
