import { describe, expect, it } from 'vitest'
import { auth0 } from './auth0.js'
import { clerk } from './clerk.js'
import { cognito } from './cognito.js'
import { entra } from './entra.js'
import { firebase } from './firebase.js'
import { google } from './google.js'
import { keycloak } from './keycloak.js'
import { type OidcOptions, oidc } from './oidc.js'
import { okta } from './okta.js'
import { supabase } from './supabase.js'

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const paths = { rolesClaim: 'group', permissionsClaim: ['may', 'todos'] }
const options = { audience: 'todos', ...paths }
const presets = [
  auth0({ domain: 'shop.eu.auth0.com', ...options }),
  clerk({ domain: 'clerk.example.com', authorizedParties: ['https://app.example.com'], ...paths }),
  cognito({ userPool: 'eu-central-1_AbCdEfGhI', clientIds: ['web'], ...paths }),
  entra({ tenant: TENANT, ...options }),
  firebase({ project: 'my-app-1a2b3', ...paths }),
  keycloak({ realm: 'https://id.example.com/realms/shop', ...options }),
  oidc({ issuer: 'https://id.example.com', ...options }),
  okta({ issuer: 'https://example.okta.com/oauth2/default', ...options }),
  supabase({ domain: 'abc.supabase.co', ...paths }),
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

it.each(presets)(
  '$kind: permissions stand where somebody says, and each is one, alone or among others',
  ({ read }) => {
    const may = (todos: unknown) =>
      read({ ...CLAIMS, permissions: ['elsewhere'], may: { todos } }).permissions
    expect(may(['todos list', 'todos.read', 7, ''])).toEqual(['todos list', 'todos.read'])
    expect(may('todos list')).toEqual(['todos list'])
    expect(may({ 'todos.read': true })).toEqual([])
    expect(may(undefined)).toEqual([])
  },
)

it('without being told where, auth0 alone reads permissions: a claim of that name may be anything elsewhere', () => {
  const read = [
    auth0({ domain: 'shop.eu.auth0.com', audience: 'todos' }),
    cognito({ userPool: 'eu-central-1_AbCdEfGhI', clientIds: ['web'] }),
    clerk({ domain: 'clerk.example.com', authorizedParties: ['https://app.example.com'] }),
    entra({ tenant: TENANT, audience: 'todos' }),
    firebase({ project: 'my-app-1a2b3' }),
    google({ audience: 'todos' }),
    keycloak({ realm: 'https://id.example.com/realms/shop', audience: 'todos' }),
    oidc({ issuer: 'https://id.example.com', audience: 'todos' }),
    okta({ issuer: 'https://example.okta.com/oauth2/default' }),
    supabase({ domain: 'abc.supabase.co' }),
  ].map((preset) => [preset.kind, preset.read({ ...CLAIMS, permissions: ['todos.read'] }).permissions])
  expect(read.filter(([, permissions]) => permissions?.length)).toEqual([['auth0', ['todos.read']]])
})

describe.each(['rolesClaim', 'permissionsClaim'])('%s', (name) => {
  it.each([[''], [[]], [['may', '']], [7]])('is no place in the claims when it is %j', (path) => {
    const wrong = { issuer: 'https://id.example.com', audience: 'todos', [name]: path } as OidcOptions
    expect(() => oidc(wrong)).toThrow(`${name} must be the name of a claim`)
  })
})
