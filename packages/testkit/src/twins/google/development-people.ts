import { avatarPath } from '../../people/avatar-path.js'
import type { Person } from './person.js'
import { subjectForAddress } from './subject-for-address.js'

/** Nobody can own this address: Google allows no underscore in a Gmail name. */
const GMAIL_ADDRESS = 'mara_lindqvist@gmail.com'

const member = (person: Omit<Person, 'sub'>): Person => ({ sub: subjectForAddress(person.email), ...person })

const withPicture = (person: Person): Person => ({ ...person, picture: avatarPath(person.sub) })

/**
 * The cast of a fresh development provider. Each stands for a case that sign-in must get right:
 * an address Google speaks for, a Workspace, an address verified elsewhere, one that is not verified
 * at all, and somebody without a picture whose name is more than ASCII.
 */
export const developmentPeople: readonly Person[] = [
  withPicture(
    member({
      email: GMAIL_ADDRESS,
      emailVerified: true,
      name: 'Mara Lindqvist',
      givenName: 'Mara',
      familyName: 'Lindqvist',
    }),
  ),
  withPicture(
    member({
      email: 'tomas.okafor@workspace.example',
      emailVerified: true,
      name: 'Tomás Okafor',
      givenName: 'Tomás',
      familyName: 'Okafor',
      hostedDomain: 'workspace.example',
    }),
  ),
  withPicture(
    member({
      email: 'ines.moreau@post.example',
      emailVerified: true,
      name: 'Inès Moreau',
      givenName: 'Inès',
      familyName: 'Moreau',
    }),
  ),
  withPicture(
    member({
      email: 'noor.haddad@unproven.example',
      emailVerified: false,
      name: 'Noor Haddad',
      givenName: 'Noor',
      familyName: 'Haddad',
    }),
  ),
  member({
    email: 'aesa@letters.example',
    emailVerified: true,
    name: 'Æsa “Ósk” 王秀英 👩🏽‍🚀',
    givenName: 'Æsa',
    familyName: '王秀英',
  }),
]
