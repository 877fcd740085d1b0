import type { StartApp } from './app.js'
import { accessTokensRules } from './rules/access-tokens.js'
import { callbacksRules } from './rules/callbacks.js'
import { cookieRules } from './rules/cookie.js'
import { endingRules } from './rules/ending.js'
import { passwordSecrecyRules } from './rules/password-secrecy.js'
import { passwordsRules } from './rules/passwords.js'
import { renewingRules } from './rules/renewing.js'
import { replacingRules } from './rules/replacing.js'
import { signingInRules } from './rules/signing-in.js'
import { tokensRules } from './rules/tokens.js'
import { createWorld, type World } from './world.js'

/** What holds for a NextAuth app with the bridge, whichever edition; and what else holds for this one. */
export const sessionRules = (startApp: StartApp, editionRules: (world: World) => void): void => {
  const world = createWorld(startApp)
  signingInRules(world)
  accessTokensRules(world)
  passwordsRules(world)
  passwordSecrecyRules(world)
  replacingRules(world)
  tokensRules(world)
  callbacksRules(world)
  renewingRules(world)
  endingRules(world)
  cookieRules(world)
  editionRules(world)
}
