import { hexForAddress } from '../../people/digits-for-address.js'
import type { PersonKind } from '../../people/person-kind.js'
import { splitName } from '../../people/split-name.js'
import { PERSONAL_TENANT, tenantOfAddress } from './tenants.js'

/** An account at Microsoft: of a company, or a personal one. */
export interface MicrosoftPerson {
  /** The tenant. Its administrator decides what the account says. */
  readonly tid: string
  /** The account within its tenant, the same for every application. */
  readonly oid: string
  readonly name: string
  /** Looks like an address, and need not be one. Can be changed. */
  readonly preferredUsername: string
  /** Whatever somebody wrote there: nobody has proved it. */
  readonly email?: string | undefined
  /** Whether the owner of the address's domain is known to own the account too (`xms_edov`). Not told when left out. */
  readonly emailDomainOwnerVerified?: boolean | undefined
}

const asUuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')

const describeTenant = (tid: string): string =>
  tid === PERSONAL_TENANT ? 'personal account' : `tenant ${tid.slice(0, 8)}`

export const microsoftPersonKind: PersonKind<MicrosoftPerson> = {
  subjectOf: ({ oid }) => oid,
  addressOf: ({ email }) => email,
  cardOf: ({ name, tid, email, preferredUsername, emailDomainOwnerVerified }) => {
    const { givenName, familyName = '' } = splitName(name)
    return {
      name,
      detail: `${email ?? preferredUsername} · ${describeTenant(tid)}`,
      badge: email === undefined || emailDomainOwnerVerified ? undefined : 'address may be anybody’s',
      initials: [givenName, familyName],
    }
  },
  fromTyped: ({ name, email, emailVerified }) => ({
    tid: tenantOfAddress(email),
    oid: asUuid(hexForAddress({ purpose: 'Microsoft account', email }, 32)),
    name,
    preferredUsername: email,
    email,
    ...(emailVerified && { emailDomainOwnerVerified: true }),
  }),
}
