import { z } from 'zod'
import { isLoopbackHost } from './loopback.js'
import type { Millis } from './time.js'

/** How the providers may differ from those that start without options. */
export interface ProvidersOptions {
  /** Default 0: a free port. */
  readonly port?: number | undefined
  /** A loopback host; nothing else is accepted. Default `localhost`. */
  readonly host?: string | undefined
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: (() => Millis) | undefined
  readonly auth0?: {
    /** How often Auth0 lets somebody's `/userinfo` be asked. Default 10. */
    readonly userinfoPerMinute?: number | undefined
  }
}

const optionsSchema = z.strictObject({
  port: z.int().min(0).max(65_535).default(0),
  host: z
    .string()
    .refine(isLoopbackHost, 'must be a loopback host such as localhost: here anyone may sign in as anyone')
    .default('localhost'),
  clock: z
    .custom<() => Millis>((value) => typeof value === 'function', 'must be a function')
    .default(() => () => Date.now()),
  auth0: z.strictObject({ userinfoPerMinute: z.int().min(1).default(10) }).prefault({}),
})
export type ProvidersSettings = z.infer<typeof optionsSchema>

/** @throws TypeError that names every option that is wrong */
export const readProvidersOptions = (options: ProvidersOptions): ProvidersSettings => {
  const parsed = optionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  throw new TypeError(`The options of the development providers are wrong.\n${z.prettifyError(parsed.error)}`)
}
