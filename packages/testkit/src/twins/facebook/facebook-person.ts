import { digitsForAddress } from '../../people/digits-for-address.js'
import type { PersonKind } from '../../people/person-kind.js'
import { splitName } from '../../people/split-name.js'

/** An account at Facebook, as one application sees it. */
export interface FacebookPerson {
  /** Digits, too many for a number; of this person in this application only. */
  readonly id: string
  readonly name: string
  /** Absent for who signed up with a phone number, and for who has not confirmed an address. */
  readonly email?: string | undefined
  /** Whether this person takes the tick from `email` when an application asks for it. */
  readonly keepsEmail?: boolean | undefined
}

const ID_DIGITS = 16

const detailOf = ({ email, keepsEmail }: FacebookPerson): string => {
  if (email === undefined) return 'signed up with a phone number'
  return keepsEmail ? `${email}, not for applications` : email
}

export const facebookPersonKind: PersonKind<FacebookPerson> = {
  subjectOf: ({ id }) => id,
  addressOf: ({ email }) => email,
  cardOf: (person) => {
    const { givenName, familyName = '' } = splitName(person.name)
    return {
      name: person.name,
      detail: detailOf(person),
      badge: person.email === undefined || person.keepsEmail ? 'no address is told' : undefined,
      initials: [givenName, familyName],
    }
  },
  fromTyped: ({ name, email, emailVerified }) => ({
    id: `1${digitsForAddress({ purpose: 'Facebook account', email }, ID_DIGITS)}`,
    name,
    ...(emailVerified && { email }),
  }),
}

/** The same person has another id in every application. */
export interface ScopedTo {
  readonly clientId: string
  /** The application whose ids the cast shows. */
  readonly ownClientId: string
}

/** https://developers.facebook.com/docs/graph-api/reference/user */
export const appScopedId = ({ id }: FacebookPerson, { clientId, ownClientId }: ScopedTo): string =>
  clientId === ownClientId
    ? id
    : `2${digitsForAddress({ purpose: `Facebook account in ${clientId}`, email: id }, ID_DIGITS)}`
