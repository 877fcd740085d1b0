import { makeDeviceCookie } from '../../forms/device-cookie.js'
import type { UserId } from '../../model/ids.js'
import type { Secrets } from '../../ports/secrets.js'
import type { TransactionalStores } from '../../ports/storage.js'

/**
 * The cookie by which a browser is known to an account from now on, made in the transaction that gave the account its password:
 * whoever was known under the one before is not any more.
 */
export const knowBrowser = async (
  { secrets }: { readonly secrets: Secrets },
  { accounts }: Pick<TransactionalStores, 'accounts'>,
  account: { readonly userId: UserId; readonly addressKey: string },
): Promise<string> => {
  const password = await accounts.findPassword(account.userId)
  if (password === undefined) throw new Error('the password that was just set is not there')
  return makeDeviceCookie(secrets, {
    addressKey: account.addressKey,
    passwordChangedAt: password.changedAt,
  })
}
