import { createHash } from 'node:crypto'
import type { BreachList } from '../ports/breach-list.js'
import { readBounded } from './read-bounded.js'

/** Where the list is, and how long it may take. */
export interface PwnedPasswordsOptions {
  /** Ends with a slash: the first five digits of a hash are put behind it. Default: `https://api.pwnedpasswords.com/range/`. */
  readonly url?: string
  /** Default: 1500. */
  readonly timeoutMs?: number
}

const MAX_BYTES = 1024 * 1024
const MAX_TIMEOUT = 60_000
const PREFIX_DIGITS = 5
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/* 0018A45C4D1DEF81644B54AB7F969B88D65:10
   00D4F6E8FA6EECAD2A3AA415EEC418D38EC:0      padding: no password has this one */
const ROW = /^([0-9A-F]{35}):(\d+)$/i

/**
 * Have I Been Pwned's list, or a mirror of it, by k-anonymity: the list learns five of forty digits of a hash, which hundreds
 * of passwords share, and answers with everything that begins so.
 *
 * @throws TypeError when the address is not https, but for this machine
 */
export const pwnedPasswords = (options: PwnedPasswordsOptions = {}): BreachList => {
  const { url = 'https://api.pwnedpasswords.com/range/', timeoutMs = 1_500 } = options
  checkAddress(url)
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT)
    throw new TypeError(`pwnedPasswords: timeoutMs must be a whole number from 1 to ${MAX_TIMEOUT}`)

  return {
    has: async (password) => {
      const digits = createHash('sha1').update(password).digest('hex').toUpperCase()
      const range = await fetchRange(url + digits.slice(0, PREFIX_DIGITS), timeoutMs)
      return holds(range, digits.slice(PREFIX_DIGITS))
    },
  }
}

const checkAddress = (address: string): void => {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isPrivate = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname))
  if (url === undefined || !isPrivate)
    throw new TypeError('pwnedPasswords: url must be an https address; only this machine may use http')
  if (url.origin + url.pathname !== address || !address.endsWith('/'))
    throw new TypeError('pwnedPasswords: url must end with a slash, and have no query, fragment or user name')
}

const fetchRange = async (address: string, timeoutMs: number): Promise<string> => {
  const response = await fetch(address, {
    redirect: 'error',
    // All answers get as long as the longest, so that their length does not tell which range it was.
    headers: { accept: 'text/plain', 'add-padding': 'true', 'user-agent': 'latchkey' },
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => {
    throw new Error(`${new URL(address).host} could not be reached: ${reasonOf(cause)}`, { cause })
  })
  if (response.ok) return readBounded(response, MAX_BYTES)
  await response.body?.cancel()
  throw new Error(`${new URL(address).host} answered ${response.status}`)
}

/** Every row is read before any is believed: what is no range, an error page for one, must not pass for “not found”. */
const holds = (range: string, wanted: string): boolean => {
  const rows = range.trim().split(/\r?\n/).map(readRow)
  return rows.some(({ suffix, count }) => suffix === wanted && count > 0)
}

const readRow = (row: string): { suffix: string; count: number } => {
  const match = ROW.exec(row)
  if (match === null) throw new Error('the breach list answered something that is not a range of hashes')
  return { suffix: (match[1] ?? '').toUpperCase(), count: Number(match[2]) }
}

/** Fetch hides the reason in the cause of its error. */
const reasonOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown)
  return thrown.cause instanceof Error ? thrown.cause.message : thrown.message
}
