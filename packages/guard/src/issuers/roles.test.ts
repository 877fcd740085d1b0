import { expect, it } from 'vitest'
import { auth0 } from './auth0.js'
import { clerk } from './clerk.js'
import { cognito } from './cognito.js'
import { entra } from './entra.js'
import { firebase } from './firebase.js'
import { keycloak } from './keycloak.js'
import { oidc } from './oidc.js'
import { okta } from './okta.js'
import { supabase } from './supabase.js'

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const options = { audience: 'todos', rolesClaim: 'group' }
const presets = [
  auth0({ domain: 'shop.eu.auth0.com', ...options }),
  clerk({ domain: 'clerk.example.com', authorizedParties: ['https://app.example.com'], rolesClaim: 'group' }),
  cognito({ userPool: 'eu-central-1_AbCdEfGhI', clientIds: ['web'], rolesClaim: 'group' }),
  entra({ tenant: TENANT, ...options }),
  firebase({ project: 'my-app-1a2b3', rolesClaim: 'group' }),
  keycloak({ realm: 'https://id.example.com/realms/shop', ...options }),
  oidc({ issuer: 'https://id.example.com', ...options }),
  okta({ issuer: 'https://example.okta.com/oauth2/default', ...options }),
  supabase({ domain: 'abc.supabase.co', rolesClaim: 'group' }),
]

/** What all of them together ask of a token. */
const CLAIMS = {
  ...{ iss: 'https://id.example.com', exp: 1, sub: 'ada', oid: 'ada', azp: 'web', cid: 'web', sid: 'one' },
  ...{ tid: TENANT, token_use: 'access', typ: 'Bearer', auth_time: 1 },
}

// Many directories write the only group of a person as a text, and those of others as a list.
it.each(presets)('$kind: a role whose name has blanks is one role, alone or among others', ({ read }) => {
  expect(read({ ...CLAIMS, group: 'Backup admin' }).roles).toEqual(['Backup admin'])
  expect(read({ ...CLAIMS, group: ['Backup admin', 'member'] }).roles).toEqual(['Backup admin', 'member'])
  expect(read({ ...CLAIMS, group: '' }).roles).toEqual([])
  expect(read({ ...CLAIMS, group: { admin: true } }).roles).toEqual([])
})
