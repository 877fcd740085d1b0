import { digitsForAddress, hexForAddress } from '../../people/digits-for-address.js'
import type { PersonKind } from '../../people/person-kind.js'
import { splitName } from '../../people/split-name.js'

/** An Apple Account, as one developer sees it. */
export interface ApplePerson {
  /** `001234.<32 hexadecimal digits>.1234`: of this person at this developer only. */
  readonly sub: string
  readonly firstName: string
  readonly lastName: string
  /** What the developer is told: the address, or one that Apple made up and passes on. Absent for accounts of a school. */
  readonly email?: string | undefined
  readonly emailVerified: boolean
  /** Whether the address is one that Apple made up. */
  readonly emailIsPrivate: boolean
  /** Apple writes truths as `"true"` for most people, and as `true` for some. */
  readonly writesBooleans?: boolean | undefined
}

const LEFT_DIGITS = 4
const MIDDLE_DIGITS = 32

export const applePersonKind: PersonKind<ApplePerson> = {
  subjectOf: ({ sub }) => sub,
  addressOf: ({ email }) => email,
  cardOf: ({ firstName, lastName, email, emailVerified, emailIsPrivate }) => ({
    name: `${firstName} ${lastName}`.trim(),
    detail: email ?? 'no address',
    badge: emailIsPrivate ? 'hides the real address' : emailVerified ? undefined : 'address not verified',
    initials: [firstName, lastName],
  }),
  fromTyped: ({ name, email, emailVerified }) => {
    const { givenName: firstName, familyName: lastName = '' } = splitName(name)
    const address = { purpose: 'Apple account', email }
    const [left, right] = [digitsForAddress(address, LEFT_DIGITS), digitsForAddress(address, 2 * LEFT_DIGITS)]
    const sub = `00${left}.${hexForAddress(address, MIDDLE_DIGITS)}.${right.slice(0, LEFT_DIGITS)}`
    return { sub, firstName, lastName, email, emailVerified, emailIsPrivate: false }
  },
}
