import { isLoopbackHost } from '../loopback.js'
import type { DevelopmentClient } from './development-client.js'

/** Visible ASCII without a backslash, which browsers and URL parsers do not read alike, and without a fragment. */
const PLAIN_URI = /^[\x21\x22\x24-\x5b\x5d-\x7e]+$/

const isPlainLoopbackAddress = (text: string): boolean => {
  if (!PLAIN_URI.test(text) || !URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && isLoopbackHost(hostname) && username === '' && password === ''
}

/**
 * Whether people may be sent back to this address on behalf of this client: one of its registered
 * addresses exactly (RFC 9700 §2.1), or loopback for a client that registered none (RFC 8252 §7.3).
 */
export const acceptsRedirectUri = (client: DevelopmentClient, redirectUri: string): boolean =>
  client.redirectUris === undefined
    ? isPlainLoopbackAddress(redirectUri)
    : client.redirectUris.includes(redirectUri)
