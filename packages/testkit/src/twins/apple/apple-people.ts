import type { ApplePerson } from './apple-person.js'

/**
 * The cast at Apple: an address that is shown, one that is hidden, somebody about whom truths are written as truths,
 * an account of a school without an address, and an address that is not verified.
 */
export const applePeople: readonly ApplePerson[] = [
  {
    sub: '000231.4c1f0a7be2d94f63a85e19d07b3c6f52.0914',
    firstName: 'Mara',
    lastName: 'Lindqvist',
    email: 'mara_lindqvist@gmail.com',
    emailVerified: true,
    emailIsPrivate: false,
  },
  {
    sub: '001847.9be02d6613fa4c7f8d50e7a1c4b2f038.1731',
    firstName: 'Tomás',
    lastName: 'Okafor',
    email: 'r7k2mw94xd@privaterelay.appleid.com',
    emailVerified: true,
    emailIsPrivate: true,
  },
  {
    sub: '000562.d3a7710c58be4e1f92b64f0e8a95c71d.2206',
    firstName: 'Inès',
    lastName: 'Moreau',
    email: 'q4n8tz61hb@privaterelay.appleid.com',
    emailVerified: true,
    emailIsPrivate: true,
    writesBooleans: true,
  },
  {
    sub: '001120.06f4e9b8a7c24d35b1f08e6d9a2c5371.0647',
    firstName: 'Noor',
    lastName: 'Haddad',
    emailVerified: false,
    emailIsPrivate: false,
  },
  {
    sub: '001903.b85d2c4f7a9e4163806fd15e3c7b920a.1358',
    firstName: 'Æsa',
    lastName: '王秀英',
    email: 'aesa@letters.example',
    emailVerified: false,
    emailIsPrivate: false,
  },
]
