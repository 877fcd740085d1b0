import { z } from 'zod'
import { clientSchema } from '../../clients/client-schema.js'
import { type DevelopmentClient, developmentClient } from '../../clients/development-client.js'
import { isLoopbackHost } from '../../loopback.js'
import { HOUR, type Millis } from '../../time.js'
import { developmentPeople } from './development-people.js'
import { type Person, personSchema } from './person.js'

/** How a development provider may differ from the one that starts without options. */
export interface DevelopmentProviderOptions {
  /** Default 0: a free port. */
  readonly port?: number | undefined
  /** A loopback host; nothing else is accepted. Default `localhost`. */
  readonly host?: string | undefined
  /**
   * What `iss` says, when it is not the address the provider listens on: behind a proxy, or to stand in
   * for `https://accounts.google.com` in a test. The endpoints stay at the provider's own address.
   */
  readonly issuer?: string | undefined
  /** Replaces the cast, {@link developmentPeople}. */
  readonly people?: readonly Person[] | undefined
  /** Replaces the one client, {@link developmentClient}. */
  readonly clients?: readonly DevelopmentClient[] | undefined
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: (() => Millis) | undefined
  /** Milliseconds. Default one hour, as Google's. */
  readonly idTokenLifetime?: Millis | undefined
}

const isIssuer = (text: string): boolean => {
  if (!URL.canParse(text) || /[?#]/.test(text) || text.endsWith('/')) return false
  const { protocol, username } = new URL(text)
  return /^https?:$/.test(protocol) && username === ''
}

const areDifferent = (values: readonly string[]): boolean => new Set(values).size === values.length

const optionsSchema = z.strictObject({
  port: z.int().min(0).max(65_535).default(0),
  host: z
    .string()
    .refine(isLoopbackHost, 'must be a loopback host such as localhost: here anyone may sign in as anyone')
    .default('localhost'),
  issuer: z
    .string()
    .refine(isIssuer, 'must be an http(s) address without query, fragment or trailing slash')
    .optional(),
  people: z
    .array(personSchema)
    .min(1)
    .refine((people) => areDifferent(people.map(({ sub }) => sub)), 'must have different subs')
    .default([...developmentPeople]),
  clients: z
    .array(clientSchema)
    .min(1)
    .refine((clients) => areDifferent(clients.map(({ id }) => id)), 'must have different ids')
    .default([developmentClient]),
  clock: z
    .custom<() => Millis>((value) => typeof value === 'function', 'must be a function')
    .default(() => () => Date.now()),
  idTokenLifetime: z.number().positive().default(HOUR),
})
export type ProviderSettings = z.infer<typeof optionsSchema>

/** @throws TypeError that names every option that is wrong */
export const readOptions = (options: DevelopmentProviderOptions): ProviderSettings => {
  const parsed = optionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  throw new TypeError(`The options of the development provider are wrong.\n${z.prettifyError(parsed.error)}`)
}
