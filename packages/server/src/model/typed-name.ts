import { addressKeyOf } from './address.js'

/** What somebody types into the first field of a form to sign in. */
export interface TypedName {
  /** The key it has as an address; also when nobody could have such an address. */
  readonly addressKey: string
  /** As it was typed, but for blanks around it: people of a former backend may sign in with another name than an address. */
  readonly loginName: string
}

export const readTypedName = (text: string): TypedName => ({
  addressKey: addressKeyOf(text),
  // PostgreSQL refuses one of the control characters; no name has any.
  loginName: text.trim().replaceAll(/\p{Cc}/gu, '\u{fffd}'),
})
