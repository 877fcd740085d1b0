import type { AdminUser } from '@latchkey/contract'

/** How somebody stands here, in a word. */
export const standingOf = ({
  suspendedAt,
  emailConfirmedAt,
}: Pick<AdminUser, 'suspendedAt' | 'emailConfirmedAt'>): {
  readonly kind: 'good' | 'bad' | 'warning'
  readonly word: string
} => {
  if (suspendedAt !== null) return { kind: 'bad', word: 'suspended' }
  return emailConfirmedAt === null
    ? { kind: 'warning', word: 'unconfirmed' }
    : { kind: 'good', word: 'active' }
}
