import {
  type DevelopmentProvider,
  developmentPeople,
  type Providers,
  startDevelopmentProvider,
  startProviders,
} from '@latchkey/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, type Mock, vi } from 'vitest'
import type { HostConfig } from '../src/next-auth/host-config.js'
import type { LatchkeyBridgeOptions, LatchkeyCredentialsOptions } from '../src/next-auth/index.js'
import type { App, StartApp } from './app.js'
import { type Browser, openBrowser } from './browser.js'
import { type LatchkeyServer, startLatchkey } from './latchkey-server.js'
import { signUp } from './sign-up.js'

export const MINUTE = 60_000

/** Who signs in. */
export const mara = firstOf(developmentPeople)

/** Who has signed up with a password. */
export const dora = { email: 'dora@example.com', password: 'a sentence about herons', name: 'Dora Lind' }

/** A provider, a Latchkey server, an app and somebody's browser, all real and all on this machine. */
export interface World {
  provider: DevelopmentProvider
  /** GitHub among them. */
  twins: Providers
  latchkey: LatchkeyServer
  /** Started anew, with defaults, for every test. */
  app: App
  browser: Browser
  readonly log: {
    readonly warn: Mock<(message: string) => void>
    readonly error: Mock<(message: string) => void>
  }
  readonly startApp: StartApp
  /** Restarts the app, with another config or another bridge. The browser starts empty. */
  start(
    config?: HostConfig,
    options?: LatchkeyBridgeOptions,
    credentials?: LatchkeyCredentialsOptions,
  ): Promise<void>
  getAccessToken(from?: Browser): Promise<string | null>
  /** Moves the clock of everybody. */
  later(milliseconds: number): void
  /** How often Latchkey was asked for this path. */
  callsOf(path: string): number
}

/** Builds the world around each test of a suite. */
export const createWorld = (startApp: StartApp): World => {
  const log = { warn: vi.fn(), error: vi.fn() }
  const world: World = {
    // Filled before the first test.
    ...({} as Pick<World, 'provider' | 'twins' | 'latchkey' | 'app' | 'browser'>),
    log,
    startApp,
    start: async (config = {}, options = {}, credentials = {}) => {
      await world.app?.close()
      const { issuer, clientId, clientSecret } = world.latchkey
      const bridge = { issuer, clientId, clientSecret, timeoutMs: 1000, log, ...options }
      world.app = await startApp({
        provider: world.provider,
        twins: world.twins,
        bridge,
        credentials,
        config,
      })
      world.browser = openBrowser(world.app.origin, world.app.answer)
    },
    getAccessToken: (from = world.browser) => world.app.bridge.getAccessToken(from.request('/')),
    later: (milliseconds) => void vi.setSystemTime(Date.now() + milliseconds),
    callsOf: (path) => world.latchkey.calls.filter((called) => called === path).length,
  }

  beforeAll(async () => {
    world.provider = await startDevelopmentProvider()
    world.twins = await startProviders()
    world.latchkey = await startLatchkey(world)
    await signUp(world.latchkey, dora)
  })
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    // NextAuth reports refused sign-ins and ended sessions there, as it should.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    await world.latchkey.start()
    await world.start()
    world.latchkey.calls.length = 0
    log.warn.mockClear()
    log.error.mockClear()
  })
  afterEach(() => {
    world.latchkey.isHanging = false
    world.twins.github.behave()
    vi.useRealTimers()
    vi.restoreAllMocks()
  })
  afterAll(async () => {
    await world.app?.close()
    await world.latchkey?.dispose()
    await world.twins?.close()
    await world.provider?.close()
  })
  return world
}

function firstOf<Item>([first]: readonly Item[]): Item {
  if (first === undefined) throw new Error('There is nobody to sign in.')
  return first
}
