import type { MicrosoftPerson } from './microsoft-person.js'
import { OTHER_TENANT, PERSONAL_TENANT, WORKSPACE_TENANT } from './tenants.js'

/**
 * The cast at Microsoft: a company whose domain is known, a colleague about whom nothing is known, somebody of another
 * company who claims the address of the first, a personal account, and an account without an address.
 */
export const microsoftPeople: readonly MicrosoftPerson[] = [
  {
    tid: WORKSPACE_TENANT,
    oid: '3c5f8a12-7d40-4e9b-a6c1-58f0b2d7e934',
    name: 'Tomás Okafor',
    preferredUsername: 'tomas.okafor@workspace.example',
    email: 'tomas.okafor@workspace.example',
    emailDomainOwnerVerified: true,
  },
  {
    tid: WORKSPACE_TENANT,
    oid: 'a97e4b60-1f3d-4c28-9b05-e2d6c8f1740a',
    name: 'Inès Moreau',
    preferredUsername: 'ines.moreau@workspace.example',
    email: 'ines.moreau@post.example',
  },
  {
    tid: OTHER_TENANT,
    oid: '5d0b9e37-c8a2-46f1-b7d4-91e3f6a0285c',
    name: 'Mallory Quill',
    preferredUsername: 'mallory@other-company.example',
    email: 'tomas.okafor@workspace.example',
  },
  {
    tid: PERSONAL_TENANT,
    oid: '00000000-0000-0000-7b1e-4f9c02d8a365',
    name: 'Mara Lindqvist',
    preferredUsername: 'mara_lindqvist@gmail.com',
    email: 'mara_lindqvist@gmail.com',
    emailDomainOwnerVerified: true,
  },
  {
    tid: OTHER_TENANT,
    oid: 'e61c7f4a-20b9-4d53-8a9e-f7350c1d6b82',
    name: 'Noor Haddad',
    preferredUsername: 'noor@other-company.example',
  },
]
