import type { PersonKind } from '../../people/person-kind.js'
import { splitName } from '../../people/split-name.js'
import type { Person } from './person.js'
import { subjectForAddress } from './subject-for-address.js'

export const googlePersonKind: PersonKind<Person> = {
  subjectOf: ({ sub }) => sub,
  addressOf: ({ email }) => email,
  cardOf: ({ name, email, emailVerified, givenName, familyName = '' }) => ({
    name,
    detail: email,
    badge: emailVerified ? undefined : 'address not verified',
    initials: [givenName, familyName],
  }),
  fromTyped: ({ name, email, emailVerified }, { pictureOf }) => {
    const sub = subjectForAddress(email)
    return { sub, email, emailVerified, name, ...splitName(name), picture: pictureOf(sub) }
  },
}
