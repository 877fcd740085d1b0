import type { MountedTwin } from '../twins/running-twin.js'

/** Every twin of a server by the path it is mounted at. */
export type MountedTwins = Readonly<Record<string, MountedTwin<{ readonly url: string }>>>
