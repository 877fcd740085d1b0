import { type BridgeSettings, type LatchkeyBridgeOptions, readBridgeSettings } from './bridge-settings.js'
import { connect } from './connect.js'
import {
  createCredentials,
  type LatchkeyCredentials,
  type LatchkeyCredentialsOptions,
} from './credentials.js'
import { authJsV5 } from './editions/auth-js-v5.js'
import type { Edition } from './editions/edition.js'
import { nextAuthV4 } from './editions/next-auth-v4.js'
import { createEndSession } from './end-session.js'
import { createFindSession, type Host } from './find-session.js'
import type { HostConfig } from './host-config.js'
import type { NextAuthV4Options, NextAuthV5Config } from './installed-next-auth.js'
import { createOpenSession } from './open-session.js'
import { type Access, createReadAccess } from './read-access.js'
import { createRenewSession } from './renew-session.js'
import type { RequestWithCookies } from './seen-cookies.js'
import { createSessionEnds } from './session-ends.js'
import { sharedSessionMemory } from './session-memory.js'
import { createTokenEndpoint } from './token-endpoint.js'

/** Makes the session of a NextAuth app a Latchkey session. Every member works on its own: destructure at will. */
export interface LatchkeyBridge {
  /**
   * For Auth.js v5: `NextAuth(latchkey.config({ providers: [Google] }))`.
   *
   * @throws TypeError when the config keeps sessions in a database
   */
  config(config: NextAuthV5Config): NextAuthV5Config
  /**
   * For NextAuth v4: `export const authOptions = latchkey.authOptions({ providers: [GoogleProvider({ … })] })`.
   *
   * @throws TypeError when the options keep sessions in a database
   */
  authOptions(options: NextAuthV4Options): NextAuthV4Options
  /**
   * Signing in with email address and password, as a provider of either edition: `providers: [Google, latchkey.credentials()]`,
   * then `signIn('latchkey', { email, password })`. A refusal reaches the page as an `ErrorCode`: in v5 as the `code` of a
   * `CredentialsSignin`, in v4 as `error`; `signInRefusal` has the sentence for it. The Latchkey server must know this client
   * with `passwordSignIn: true`. In the App Router a browser that has signed in is known at its next sign-in, by an HttpOnly
   * cookie that opens nothing: strangers who guess at the account do not make it wait.
   */
  credentials(options?: LatchkeyCredentialsOptions): LatchkeyCredentials
  /**
   * The access token to call an API with as the signed-in user, or null when nobody is signed in (any more). It works for
   * a while yet: an expiring one is renewed first. On the server only. In the App Router call it without arguments;
   * elsewhere pass the request.
   *
   * @throws LatchkeyUnreachableError when it must be renewed and Latchkey does not answer; the user stays signed in
   * @throws LatchkeyRefusedError when Latchkey refuses this app, e.g. because of a wrong client secret
   */
  getAccessToken(request?: RequestWithCookies): Promise<string | null>
  /** Like `getAccessToken`, and tells a session that has ended from none. Reports outages instead of throwing them. */
  readAccess(request?: RequestWithCookies): Promise<Access>
}

/**
 * Reads `LATCHKEY_ISSUER`, `LATCHKEY_CLIENT_ID` and `LATCHKEY_CLIENT_SECRET` for whatever is not passed.
 *
 * @throws TypeError that lists every problem of the options; during `next build`, which may run without secrets, only
 *   once the bridge is used
 */
export const createLatchkeyBridge = (options: LatchkeyBridgeOptions = {}): LatchkeyBridge => {
  let settings: BridgeSettings | undefined
  const readSettings = () => {
    settings ??= readBridgeSettings(options, process.env)
    return settings
  }
  if (process.env['NEXT_PHASE'] !== 'phase-production-build') readSettings()

  const { log = console, exposeAccessToken = false } = options
  const now = () => Date.now()
  const endpoint = createTokenEndpoint(readSettings)
  const memory = sharedSessionMemory()

  let attached: Host | undefined
  // Auth.js may build its config anew for every request; until it has, its defaults hold.
  const findSession = createFindSession(() => attached ?? { config: {}, edition: authJsV5 })
  const renewSession = createRenewSession({
    endpoint,
    memory,
    mayHaveEnded: createSessionEnds({ settings: readSettings, now }),
    now,
  })
  const openSession = createOpenSession({ endpoint, findSession, log, now })
  const connectDeps = {
    openSession,
    renewSession,
    endSession: createEndSession({ endpoint, memory, log }),
    now,
    exposeAccessToken,
  }

  const attach = <Config extends HostConfig>(config: Config, edition: Edition): Config => {
    const connected = connect(config, edition, connectDeps)
    attached = { config: connected, edition }
    return connected
  }
  const readAccess = createReadAccess({ findSession, renewSession, now })

  return {
    config: (config) => attach(config, authJsV5),
    authOptions: (authOptions) => attach(authOptions, nextAuthV4),
    credentials: createCredentials({ openSession, host: () => attached, log }),
    readAccess,
    getAccessToken: async (request) => {
      const access = await readAccess(request)
      if (access.status === 'unavailable') throw access.error
      return access.status === 'signed-in' ? access.accessToken : null
    },
  }
}
