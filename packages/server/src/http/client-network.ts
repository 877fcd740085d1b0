import { isIP, isIPv6 } from 'node:net'

/** What the host knows about a request beside the request itself. */
export interface RequestSource {
  /** The address at the other end of the connection. */
  readonly remoteAddress?: string | undefined
}

const LONGEST = 2_000
const MAPPED_IPV4 = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/
/** Some proxies write the port too: `198.51.100.7:51234`, `[2001:db8::1]:443`. */
const WITH_PORT = /^(?:\[(?<v6>[^\]]+)\](?::\d+)?|(?<v4>\d+\.\d+\.\d+\.\d+):\d+)$/

/**
 * The network a request comes from, to count attempts by: an IPv4 address, or the /64 of an IPv6 address, which is what one
 * customer gets (RFC 6177). Undefined when it is not known: then nothing is counted by network.
 *
 * @param trustedProxies how many proxies of ours the request has passed, each of which appended to `X-Forwarded-For` whom it
 *   heard it from. What stands further left was written by anybody.
 */
export const clientNetwork = (
  request: Request,
  { remoteAddress }: RequestSource,
  trustedProxies: number,
): string | undefined => {
  if (trustedProxies === 0) return networkOf(remoteAddress)
  const forwarded = (request.headers.get('x-forwarded-for') ?? '').slice(-LONGEST).split(',')
  // A request that came past the proxies, or what nobody can read, counts for whoever sent it.
  return networkOf(forwarded.at(-trustedProxies)) ?? networkOf(remoteAddress)
}

/** @returns undefined for what is no address */
export const networkOf = (text: string | undefined): string | undefined => {
  const written = text?.trim() ?? ''
  const { v6, v4 } = WITH_PORT.exec(written)?.groups ?? {}
  const address = v6 ?? v4 ?? written
  if (!isIPv6(address)) return isIP(address) === 0 ? undefined : address
  const [withoutZone = ''] = address.split('%')
  // The URL parser writes every address in one way (RFC 5952), IPv4 parts included.
  const canonical = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1)
  const [, high, low] = MAPPED_IPV4.exec(canonical) ?? []
  if (high !== undefined && low !== undefined) return toIPv4(parseInt(high, 16), parseInt(low, 16))
  return `${firstGroups(canonical).join(':')}::/64`
}

const toIPv4 = (high: number, low: number): string => [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')

const GROUPS = 8
const NETWORK_GROUPS = 4

const firstGroups = (canonical: string): string[] => {
  const [head = '', tail] = canonical.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array<string>(Math.max(0, GROUPS - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right].slice(0, NETWORK_GROUPS)
}
