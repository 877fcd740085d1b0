import { hexForAddress } from '../../people/digits-for-address.js'
import type { PersonKind } from '../../people/person-kind.js'
import { splitName } from '../../people/split-name.js'

/** A user of an Auth0 tenant. */
export interface Auth0Person {
  /** The connection, a bar, and the subject there: `auth0|…`, `google-oauth2|…`, `github|…`. */
  readonly userId: string
  readonly name: string
  readonly nickname: string
  readonly email?: string | undefined
  readonly emailVerified: boolean
  /** What this user may do at the API, with role-based access control. */
  readonly permissions: readonly string[]
  /** What an Action of the tenant writes into tokens. */
  readonly roles: readonly string[]
}

const SUBJECT_DIGITS = 24

/** `google-oauth2` of `google-oauth2|108…`. */
const connectionOf = ({ userId }: Auth0Person): string => userId.slice(0, userId.indexOf('|'))

export const auth0PersonKind: PersonKind<Auth0Person> = {
  subjectOf: ({ userId }) => userId,
  addressOf: ({ email }) => email,
  cardOf: (person) => {
    const { givenName, familyName = '' } = splitName(person.name)
    return {
      name: person.name,
      detail: `${person.email ?? 'no address'} · ${connectionOf(person)}`,
      badge: person.emailVerified ? undefined : 'address not verified',
      initials: [givenName, familyName],
    }
  },
  fromTyped: ({ name, email, emailVerified }) => ({
    userId: `auth0|${hexForAddress({ purpose: 'Auth0 user', email }, SUBJECT_DIGITS)}`,
    name,
    nickname: email.slice(0, email.indexOf('@')),
    email,
    emailVerified,
    permissions: [],
    roles: [],
  }),
}
