/** Names the OpenID Foundation gave to security events and to what surrounds them. */

const CAEP = 'https://schemas.openid.net/secevent/caep/event-type'
const RISC = 'https://schemas.openid.net/secevent/risc/event-type'
const SSF = 'https://schemas.openid.net/secevent/ssf/event-type'

/** What receivers can hear of, by our short name (CAEP 1.0 §3, RISC 1.0 §2). */
export const SECURITY_EVENT_URIS = {
  'session-revoked': `${CAEP}/session-revoked`,
  'credential-change': `${CAEP}/credential-change`,
  'token-claims-change': `${CAEP}/token-claims-change`,
  'account-disabled': `${RISC}/account-disabled`,
  'account-enabled': `${RISC}/account-enabled`,
  'account-purged': `${RISC}/account-purged`,
  'identifier-changed': `${RISC}/identifier-changed`,
} as const

/** What a stream says of itself; nobody asks for these (SSF 1.0 §8.1.4.1, §8.1.5). */
export const STREAM_EVENT_URIS = {
  verification: `${SSF}/verification`,
  'stream-updated': `${SSF}/stream-updated`,
} as const

/** What a logout token says has happened (OpenID Connect Back-Channel Logout 1.0 §2.4). */
export const BACKCHANNEL_LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/** OpenID Connect Back-Channel Logout 1.0 §2.4: the `typ` header of a logout token. */
export const LOGOUT_TOKEN_TYP = 'logout+jwt'

/** RFC 8935. */
export const PUSH_DELIVERY = 'urn:ietf:rfc:8935'

/** RFC 8936. */
export const POLL_DELIVERY = 'urn:ietf:rfc:8936'

/** RFC 8417 §2.3: the `typ` header of a security event token. */
export const SECURITY_EVENT_TYP = 'secevent+jwt'
