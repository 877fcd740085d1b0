import { AuthError } from '@latchkey/contract'
import { readLogoutWish } from '../forms/logout-wish.js'
import type { LogoutWish } from '../model/logout-wish.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'

export interface FindLogoutWishDeps {
  readonly secrets: Pick<Secrets, 'open'>
  readonly clock: Clock
}

/**
 * What the application wanted that sent somebody here.
 *
 * @throws AuthError `link_invalid` for what we did not seal, and for what has expired
 */
export const findLogoutWish = ({ secrets, clock }: FindLogoutWishDeps, text: string): LogoutWish => {
  const wish = readLogoutWish(secrets, text, clock.now())
  if (wish === undefined) throw new AuthError('link_invalid')
  return wish
}
