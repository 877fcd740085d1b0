import type { Auth0Person } from './auth0-person.js'

const tomas = {
  name: 'Tomás Okafor',
  nickname: 'tomas.okafor',
  email: 'tomas.okafor@workspace.example',
  emailVerified: true,
  roles: [],
} as const

/**
 * The cast at Auth0: somebody with a password there, one and the same person by two connections, an address that is not
 * verified, and somebody without an address.
 */
export const auth0People: readonly Auth0Person[] = [
  {
    userId: 'auth0|65f0c1d2a9b87e3d4c5b6a70',
    name: 'Mara Lindqvist',
    nickname: 'mara_lindqvist',
    email: 'mara_lindqvist@gmail.com',
    emailVerified: true,
    permissions: ['todos:read', 'todos:write'],
    roles: ['editor'],
  },
  { ...tomas, userId: 'google-oauth2|108234567890123456789', permissions: ['todos:read'] },
  { ...tomas, userId: 'github|19864447', permissions: [] },
  {
    userId: 'auth0|65f0c1d2a9b87e3d4c5b6a71',
    name: 'Noor Haddad',
    nickname: 'noor.haddad',
    email: 'noor.haddad@unproven.example',
    emailVerified: false,
    permissions: [],
    roles: [],
  },
  {
    userId: 'twitter|772345901',
    name: 'Æsa “Ósk” 王秀英 👩🏽‍🚀',
    nickname: 'aesa',
    emailVerified: false,
    permissions: [],
    roles: [],
  },
]
