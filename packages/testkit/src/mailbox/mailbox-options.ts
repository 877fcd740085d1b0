import { z } from 'zod'
import { isLoopbackHost } from '../loopback.js'

/** Where a mailbox listens. */
export interface MailboxOptions {
  /** For mail. Default 0: a free port. */
  readonly smtpPort?: number | undefined
  /** For the web page. Default 0: a free port. */
  readonly port?: number | undefined
  /** A loopback host; nothing else is accepted. Default `localhost`. */
  readonly host?: string | undefined
}

const port = z.int().min(0).max(65_535).default(0)
const optionsSchema = z.strictObject({
  smtpPort: port,
  port,
  host: z
    .string()
    .refine(isLoopbackHost, 'must be a loopback host such as localhost: anyone may read every message here')
    .default('localhost'),
})
export type MailboxSettings = z.infer<typeof optionsSchema>

/** @throws TypeError that names every option that is wrong */
export const readMailboxOptions = (options: MailboxOptions): MailboxSettings => {
  const parsed = optionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  throw new TypeError(`The options of the development mailbox are wrong.\n${z.prettifyError(parsed.error)}`)
}
