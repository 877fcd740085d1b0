import { describe } from 'vitest'
import { startAppV5 } from './app-v5.js'
import { authJsV5Rules } from './rules/auth-js-v5.js'
import { knownBrowserRules } from './rules/known-browser.js'
import { sessionRules } from './session-rules.js'

describe('Auth.js v5', () =>
  sessionRules(startAppV5, (world) => {
    authJsV5Rules(world)
    knownBrowserRules(world)
  }))
