import type { DevelopmentProvider, Providers } from '@latchkey/testkit'
import type { HostConfig } from '../src/next-auth/host-config.js'
import type {
  LatchkeyBridge,
  LatchkeyBridgeOptions,
  LatchkeyCredentialsOptions,
} from '../src/next-auth/index.js'
import type { Answer } from './browser.js'

/** A NextAuth app with the bridge. */
export interface App {
  readonly origin: string
  readonly answer: Answer
  readonly bridge: LatchkeyBridge
  /** What `auth()` or `getServerSession()` gives a page that is rendered for this request. It stores no cookie. */
  sessionOnServer(request: Request): Promise<unknown>
  close(): Promise<void>
}

export interface AppOptions {
  readonly provider: DevelopmentProvider
  readonly twins: Providers
  readonly bridge: LatchkeyBridgeOptions
  readonly credentials?: LatchkeyCredentialsOptions
  /** What the app configures besides the providers. */
  readonly config?: HostConfig
}

/** Starts an app with Google, with GitHub, with a provider that Latchkey does not know and with passwords, of one edition of NextAuth. */
export type StartApp = (options: AppOptions) => Promise<App>

export const AUTH_SECRET = 'the secret of the NextAuth app under test'

/** An app that starts in a process of its own knows nothing of what another has seen: forgets what a process shares. */
export const likeInAnotherProcess = (): void => {
  for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
    if (symbol.description?.startsWith('@latchkey/client')) Reflect.deleteProperty(globalThis, symbol)
  }
}
