import type { StartApp } from './app.js'
import { callbacksRules } from './rules/callbacks.js'
import { cookieRules } from './rules/cookie.js'
import { endingRules } from './rules/ending.js'
import { renewingRules } from './rules/renewing.js'
import { signingInRules } from './rules/signing-in.js'
import { tokensRules } from './rules/tokens.js'
import { createWorld } from './world.js'

/** What holds for a NextAuth app with the bridge, whichever edition. */
export const sessionRules = (startApp: StartApp): void => {
  const world = createWorld(startApp)
  signingInRules(world)
  tokensRules(world)
  callbacksRules(world)
  renewingRules(world)
  endingRules(world)
  cookieRules(world)
}
