import type { SessionEndReason } from '@latchkey/contract'
import type { EndReason } from './session.js'

/** What the person is told of why a session is over: what an attacker did, or an operator, is for the log. */
const TOLD: Readonly<Record<EndReason | 'deleted', SessionEndReason>> = {
  signed_out: 'signed_out',
  signed_out_elsewhere: 'signed_out_elsewhere',
  replaced: 'replaced',
  password_changed: 'password_changed',
  revoked: 'revoked',
  refresh_token_reused: 'revoked',
  user_suspended: 'suspended',
  ended_by_provider: 'revoked',
  // The browser is somebody else's again: its pages ask whose.
  impersonation_over: 'replaced',
  deleted: 'deleted',
}

/** @param reason as it is kept; an operator may have written anything at a prompt, or nothing */
export const toldEnd = (reason: string | null): SessionEndReason =>
  isKnown(reason) ? TOLD[reason] : 'revoked'

const isKnown = (reason: string | null): reason is keyof typeof TOLD =>
  reason !== null && Object.hasOwn(TOLD, reason)
