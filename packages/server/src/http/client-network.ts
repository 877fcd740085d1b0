import { isIP, isIPv6 } from 'node:net'

/** What the host knows about a request beside the request itself. */
export interface RequestSource {
  /** The address at the other end of the connection. */
  readonly remoteAddress?: string | undefined
}

const LONGEST = 2_000
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

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
  return networkOf(forwarded.at(-trustedProxies))
}

/** @returns undefined for what is no address */
export const networkOf = (text: string | undefined): string | undefined => {
  const address = text?.trim().replace(/^\[|\]$/g, '') ?? ''
  const [, mapped] = MAPPED_IPV4.exec(address) ?? []
  if (mapped !== undefined) return isIP(mapped) === 0 ? undefined : mapped
  if (!isIPv6(address)) return isIP(address) === 0 ? undefined : address
  const [withoutZone = ''] = address.split('%')
  return `${firstGroups(withoutZone).join(':')}::/64`
}

const GROUPS = 8
const NETWORK_GROUPS = 4

const firstGroups = (address: string): string[] => {
  // The URL parser writes every address in one way (RFC 5952), IPv4 parts included.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail] = canonical.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array<string>(Math.max(0, GROUPS - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right].slice(0, NETWORK_GROUPS)
}
