import { type ConnectDeps, connectCallbacks } from './connect-callbacks.js'
import { connectEvents } from './connect-events.js'
import type { Edition } from './editions/edition.js'
import type { HostConfig } from './host-config.js'

/**
 * Puts the Latchkey session under a NextAuth config. The app's own callbacks keep working, in this order:
 *
 * - signIn: the app's first, so that its refusal costs no exchange; then Latchkey. A password is the exception: NextAuth has
 *   it checked before it asks anybody, and the app's refusal ends the session that was opened.
 * - jwt: Latchkey first, so that a session that has ended reaches no code of the app; then the app's.
 * - session: Latchkey's user and session id are in it when the app's callback sees it, and the app has the last word.
 * - events.signOut: Latchkey's session ends first; then the app's handler, whatever came of that.
 *
 * None of them sees a token of Latchkey.
 *
 * @throws TypeError when sessions would live in the database of an adapter
 */
export const connect = <Config extends HostConfig>(
  config: Config,
  edition: Edition,
  deps: ConnectDeps,
): Config => {
  const defaultStrategy = config.adapter === undefined ? 'jwt' : 'database'
  if ((config.session?.strategy ?? defaultStrategy) !== 'jwt') {
    throw new TypeError(
      "The Latchkey bridge keeps the session in NextAuth's encrypted cookie: set session: { strategy: 'jwt' }. " +
        'An adapter may stay, for users and accounts.',
    )
  }
  const connected: Config = { ...config, session: { ...config.session, strategy: 'jwt' } }
  // Read late: NextAuth fills defaults such as basePath into the config it is given.
  const errorPage = () => edition.errorPage(connected)
  connected.callbacks = connectCallbacks(config, { ...deps, edition, errorPage })
  connected.events = connectEvents(config.events, deps)
  return connected
}
