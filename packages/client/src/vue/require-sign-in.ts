import type { LatchkeyClient } from '../latchkey-client.js'
import { safeReturnTo } from '../safe-return-to.js'

export interface RequireSignInOptions<Profile> {
  readonly client: LatchkeyClient<Profile>
  /** The path of the sign-in page. Default: `/sign-in`. */
  readonly signInPath?: string | undefined
}

/** The part of vue-router's `RouteLocationNormalized` this looks at, so that versions 4 and 5 fit. */
interface Destination {
  readonly fullPath: string
  readonly meta: Readonly<Record<PropertyKey, unknown>>
  readonly query: Readonly<Record<string, unknown>>
}

/** For `router.beforeEach`: true goes on, false stays, anything else is where to go instead. */
export type SignInGuard = (
  to: Destination,
) => Promise<boolean | string | { path: string; query: { returnTo: string } }>

/**
 * Keeps routes for the people they are for. `meta.requiresSignIn: true` sends others to the sign-in page, which finds the
 * way back in `returnTo` (read it with {@link safeReturnTo}). `meta.onlySignedOut: true`, for the sign-in page itself, sends
 * whoever is signed in there, or to `/`; but for `again=true`, by which the console asks operators to show once more that it is them. Other routes never wait for the server.
 *
 * This is for comfort: what must stay secret is kept back by your API.
 */
export const requireSignIn =
  <Profile>({ client, signInPath = '/sign-in' }: RequireSignInOptions<Profile>): SignInGuard =>
  async (to) => {
    if (to.meta['requiresSignIn'] === true) {
      const { status } = await client.ready()
      // Unknown only during server rendering without an initial state: the browser decides.
      return status === 'signed_out' ? { path: signInPath, query: { returnTo: to.fullPath } } : true
    }
    if (to.meta['onlySignedOut'] === true) {
      const known = client.getState()
      // One question is enough: whoever wants to sign in shall see the form even while the server is away.
      const { status } = known.status === 'unknown' ? await client.check() : known
      if (status !== 'signed_in' || to.query['again'] === 'true') return true
      const { returnTo } = to.query
      if (!client.leadsToConsole(returnTo)) return safeReturnTo(returnTo, '/')
      location.assign(returnTo)
      return false
    }
    return true
  }
