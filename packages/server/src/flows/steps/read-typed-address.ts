import { AuthError } from '@latchkey/contract'
import { type Address, parseAddress } from '../../model/address.js'

/** What a person typed → an address. @throws AuthError `address_invalid` */
export const readTypedAddress = (text: string): Address => {
  const address = parseAddress(text)
  if (address === undefined) throw new AuthError('address_invalid', { parameter: 'email' })
  return address
}
