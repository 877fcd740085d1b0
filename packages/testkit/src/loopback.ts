const IPV4_LOOPBACK = /^127(\.\d{1,3}){3}$/

/**
 * Whether a host name means this machine and nothing else: `localhost` and names below it
 * (RFC 6761 §6.3), 127.0.0.0/8 and ::1, the last with or without the brackets a URL puts around it.
 */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  IPV4_LOOPBACK.test(host) ||
  host === '::1' ||
  host === '[::1]'

/** Whether an `Origin` header names a page served from this machine. */
export const isLoopbackOrigin = (origin: string): boolean =>
  URL.canParse(origin) && isLoopbackHost(new URL(origin).hostname)
