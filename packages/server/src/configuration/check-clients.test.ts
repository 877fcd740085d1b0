import { CLIENT_CREDENTIALS_GRANT } from '@latchkey/contract'
import { expect, test } from 'vitest'
import { checkOptions } from './check-options.js'
import type { ConfigurationError } from './configuration-error.js'
import type { LatchkeyOptions } from './options.js'

const valid: LatchkeyOptions = { issuer: 'https://auth.example.com', secrets: ['s'.repeat(32)] }
const SECRET = 'c'.repeat(32)

const check = (options: LatchkeyOptions) => checkOptions({ ...valid, ...options }, {})

const problemsOf = (options: LatchkeyOptions): readonly string[] => {
  try {
    check(options)
    return []
  } catch (error) {
    return (error as ConfigurationError).problems.map(({ at, problem }) => `${at}: ${problem}`)
  }
}

test('a client that names ssf scopes has them in its own name, and its people do not', () => {
  const scopes = ['openid', 'ssf.manage']
  const [client] = check({ clients: [{ id: 'api', type: 'confidential', secret: SECRET, scopes }] }).clients
  expect(client).toMatchObject({ scopes: ['openid'], machineScopes: ['ssf.manage'] })
  expect(client?.grants).toContain(CLIENT_CREDENTIALS_GRANT)
})

test('a client that names no scopes has all those of people, and may do nothing in its own name', () => {
  const [client] = check({ clients: [{ id: 'web', type: 'confidential', secret: SECRET }] }).clients
  expect(client).toMatchObject({ scopes: ['openid', 'profile', 'email'], machineScopes: [] })
  expect(client?.grants).not.toContain(CLIENT_CREDENTIALS_GRANT)
})

test('a client without a secret has nothing in its own name', () => {
  expect(problemsOf({ clients: [{ id: 'mobile', type: 'public', scopes: ['ssf.read'] }] })).toEqual([
    'clients[0].scopes: ssf.read needs a secret, and a public client has none',
  ])
})

test('the ssf scopes cannot become scopes of people', () => {
  expect(problemsOf({ scopes: ['todos:read', 'ssf.manage'] })).toEqual([
    'scopes[1]: ssf.manage is always there, for clients alone',
  ])
})

test.each([
  ['https://auth.example.com', undefined, false],
  ['http://localhost:4000', undefined, true],
  ['http://localhost:4000', false, false],
  ['https://auth.example.com', true, true],
])(
  'events of %s are pushed into private networks when told so (%s), or when it is on this machine',
  (issuer, privateReceivers, allowPrivate) => {
    expect(check({ issuer, events: { privateReceivers } }).eventPushes).toEqual({ allowPrivate })
  },
)
