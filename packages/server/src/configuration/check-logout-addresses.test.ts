import { expect, test } from 'vitest'
import { checkOptions } from './check-options.js'
import type { ConfigurationError } from './configuration-error.js'
import type { LatchkeyOptions } from './options.js'

const SECRET = 'a-secret-a-secret-a-secret-a-secret-0'
const WEB = { id: 'web', type: 'confidential', secret: SECRET } as const
const MOBILE = { id: 'mobile', type: 'public' } as const

const check = (options: LatchkeyOptions) =>
  checkOptions({ issuer: 'https://id.example.com', secrets: [SECRET], ...options }, {})

const problemsOf = (options: LatchkeyOptions): readonly string[] => {
  try {
    check(options)
    return []
  } catch (error) {
    return (error as ConfigurationError).problems.map(({ at, problem }) => `${at}: ${problem}`)
  }
}

const told = (backChannelLogoutUri: string, options: LatchkeyOptions = {}) =>
  problemsOf({ clients: [{ ...WEB, backChannelLogoutUri }], ...options })

const goingOn = (client: typeof WEB | typeof MOBILE, ...postLogoutRedirectUris: readonly string[]) =>
  problemsOf({ clients: [{ ...client, postLogoutRedirectUris }] })

test('a client that says nothing is told nothing, and sends nobody anywhere', () => {
  expect(check({ clients: [WEB] }).clients).toMatchObject([
    { backChannelLogoutUri: null, postLogoutRedirectUris: [] },
  ])
})

test('addresses are kept to the letter', () => {
  const addresses = {
    backChannelLogoutUri: 'https://APP.example.com:443/logout?a=b',
    postLogoutRedirectUris: ['https://APP.example.com', 'http://localhost:3000/'],
  }
  expect(check({ clients: [{ ...WEB, ...addresses }] }).clients).toMatchObject([addresses])
})

test.each([
  ['app.example.com/logout', 'it is no absolute address'],
  ['http://app.example.com/logout', 'it is no https address'],
  ['ftp://app.example.com/logout', 'it is no https address'],
  ['https://user:password@app.example.com/', 'it holds a user name or password'],
  ['https://app.example.com/#logout', 'it holds a fragment'],
  ['https://app.example.com/#', 'it holds a fragment'],
  ['https://app.example.com/ a', 'it holds a space, or a character that nobody sees'],
  ['\thttps://app.example.com/', 'it holds a space, or a character that nobody sees'],
  ['http://localhost:3000/logout', 'it is plain http, and events.privateReceivers is not on'],
])('%s is no address to send logout tokens to', (uri, problem) => {
  expect(told(uri)).toEqual([`clients[0].backChannelLogoutUri: ${problem}`])
})

test('plain http is for this machine, where the server is or private receivers are allowed', () => {
  expect(told('http://localhost:3000/logout', { issuer: 'http://localhost:4000' })).toEqual([])
  expect(told('http://localhost:3000/logout', { events: { privateReceivers: true } })).toEqual([])
  expect(told('http://web.internal/logout', { events: { privateReceivers: true } })).toHaveLength(1)
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'http://app.example.com/',
  'https://app.example.com/#a',
  'com.example.app:/signed-out',
])('%s is no address to send people of a web application to', (uri) => {
  expect(goingOn(WEB, 'https://app.example.com/', uri)).toEqual([
    expect.stringMatching(/^clients\[0\]\.postLogoutRedirectUris\[1\]: it /),
  ])
})

test('an app has a scheme of its own, with a dot', () => {
  expect(goingOn(MOBILE, 'com.example.app:/signed-out', 'com.example-2.app+x://out')).toEqual([])
  for (const uri of ['javascript:alert(1)', 'data:text/html,x', 'blob:https://app.example.com/1', 'app:/out'])
    expect(goingOn(MOBILE, uri), uri).toHaveLength(1)
})
