import type { EndReason } from '@latchkey/client'

const SENTENCES: Readonly<Record<Exclude<EndReason, 'signed_out'>, string>> = {
  ended: 'It expired, or was ended elsewhere.',
  expired: 'It was not used for a long time.',
  signed_out_elsewhere: 'You ended it on another device.',
  replaced: 'Somebody has signed in again in this browser.',
  password_changed: 'Your password was changed.',
  suspended: 'Your account is suspended.',
  deleted: 'It was deleted, or your account was.',
  revoked: 'It was ended to protect your account, or by who runs this service.',
}

/** Why a session is over that nobody here wanted to end; empty for a sign-out. */
export const explainEnd = (reason: EndReason): string => (reason === 'signed_out' ? '' : SENTENCES[reason])
