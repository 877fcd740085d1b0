const CAEP = 'https://schemas.openid.net/secevent/caep/event-type'
const RISC = 'https://schemas.openid.net/secevent/risc/event-type'
const SSF = 'https://schemas.openid.net/secevent/ssf/event-type'

/** CAEP 1.0 §3.1. */
export const SESSION_REVOKED = `${CAEP}/session-revoked`
/** CAEP 1.0 §3.2. */
export const TOKEN_CLAIMS_CHANGE = `${CAEP}/token-claims-change`
/** CAEP 1.0 §3.3. */
export const CREDENTIAL_CHANGE = `${CAEP}/credential-change`
/** RISC 1.0 §2.3. */
export const ACCOUNT_DISABLED = `${RISC}/account-disabled`
/** RISC 1.0 §2.2. */
export const ACCOUNT_PURGED = `${RISC}/account-purged`
/** SSF 1.0 §8.1.5: the stream itself was paused or disabled. Sent without being asked for. */
export const STREAM_UPDATED = `${SSF}/stream-updated`

/** What a guard has use for. */
export const WANTED_EVENTS = [
  SESSION_REVOKED,
  TOKEN_CLAIMS_CHANGE,
  CREDENTIAL_CHANGE,
  ACCOUNT_DISABLED,
  ACCOUNT_PURGED,
] as const
