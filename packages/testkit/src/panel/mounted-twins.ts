import type { AppleClient } from '../twins/apple/apple-client.js'
import type { RegisteredClient } from '../twins/registered-client.js'
import type { MountedTwin } from '../twins/running-twin.js'

/** What the panel shows of a running twin. */
export interface ShownTwin {
  readonly url: string
  /** What an application needs to be known to it. */
  readonly client: RegisteredClient | AppleClient
}

/** Every twin of a server by the path it is mounted at. */
export type MountedTwins = Readonly<Record<string, MountedTwin<ShownTwin>>>
