import type { SessionEnded } from '@latchkey/contract'

/** What the server says of the end of a session. */
export type EndNews = Omit<SessionEnded, 'reason'> & { readonly reason: ToldEnd }

/** `ended`: in a word that this version does not know. */
export type ToldEnd = SessionEnded['reason'] | 'ended'

const REASONS: Readonly<Record<ToldEnd, true>> = {
  signed_out: true,
  signed_out_elsewhere: true,
  replaced: true,
  password_changed: true,
  suspended: true,
  deleted: true,
  revoked: true,
  expired: true,
  ended: true,
}

/** `{"session":"ses_…","reason":"signed_out_elsewhere"}` → news; undefined when it is none. */
export const readEndNews = (text: string): EndNews | undefined => {
  try {
    const { session, reason } = JSON.parse(text)
    if (typeof session !== 'string') return undefined
    return { session, reason: Object.hasOwn(REASONS, reason) ? reason : 'ended' }
  } catch {
    return undefined
  }
}
