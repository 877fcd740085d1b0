import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { apple } from '../sign-in/social/apple.js'
import { auth0 } from '../sign-in/social/auth0.js'
import { discord } from '../sign-in/social/discord.js'
import { facebook } from '../sign-in/social/facebook.js'
import { github } from '../sign-in/social/github.js'
import { google } from '../sign-in/social/google.js'
import { microsoft } from '../sign-in/social/microsoft.js'
import { oidc } from '../sign-in/social/oidc.js'
import type { Provider } from '../sign-in/social/provider.js'
import { checkProviders } from './check-providers.js'

const findProblems = (providers: readonly Provider[], isPublic: boolean): readonly string[] => {
  const problems: string[] = []
  checkProviders(providers, { isPublic }, (at, problem) => problems.push(`${at}: ${problem}`))
  return problems
}
const problemsWith = (...providers: readonly Provider[]) => findProblems(providers, false)

const pemOf = (namedCurve: string): string =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const key = { teamId: 'TEAM123456', keyId: 'KEY1234567', privateKey: pemOf('prime256v1') }
const clientIds = ['us']

test('proofs alone need no secret; signing in by the provider’s pages does', () => {
  expect(problemsWith(google({ clientIds }), apple({ clientIds }))).toEqual([])
  expect(problemsWith(google({ clientIds, clientSecret: undefined }))).toEqual([
    'providers[0] (google).clientSecret: it is missing',
  ])
  expect(problemsWith(github({ clientId: 'us', clientSecret: undefined }))).toEqual([
    'providers[0] (github).clientSecret: it is missing',
  ])
})

test.each([
  [{ ...key, teamId: undefined }, 'key.teamId: it is missing'],
  [{ ...key, keyId: '' }, 'key.keyId: it is missing'],
  [{ ...key, privateKey: undefined }, 'key.privateKey: it is missing'],
  [{ ...key, privateKey: 'a secret' }, 'key.privateKey: it is no P-256 private key in PEM'],
  [{ ...key, privateKey: pemOf('secp384r1') }, 'key.privateKey: it is no P-256 private key in PEM'],
])('a key of Apple that makes no secrets is refused before anybody signs in', (given, problem) => {
  expect(problemsWith(apple({ clientIds, key: given }))).toEqual([`providers[0] (apple).${problem}`])
})

test('a key of Apple that makes them is fine', () => {
  expect(problemsWith(apple({ clientIds, key }))).toEqual([])
})

test.each([
  github({ clientId: 'us', clientSecret: 'secret', baseUrl: 'http://github.internal' }),
  facebook({ clientId: 'us', clientSecret: 'secret', baseUrl: 'http://facebook.internal' }),
  microsoft({ clientIds, clientSecret: 'secret', baseUrl: 'http://microsoft.internal' }),
  oidc({ id: 'own', issuer: 'http://sso.internal', clientIds, clientSecret: 'secret' }),
])('what would travel in the clear is refused', (provider) => {
  const problems = problemsWith(provider)
  expect(problems[0]).toMatch(/would come over http from http:\/\/\w+\.internal/)
  expect(new Set(problems).size).toBe(problems.length)
})

test('an address that is none is refused', () => {
  expect(problemsWith(auth0({ domain: 'example.eu.auth0.com', clientIds, clientSecret: 'secret' }))).toEqual([
    'providers[0] (auth0): "example.eu.auth0.com/" is no address to ask it at',
  ])
  expect(problemsWith(oidc({ id: 'own', issuer: 'localhost:4400', clientIds }))).toEqual([
    'providers[0] (own): "localhost:4400" is no address to ask it at',
  ])
})

test('two of one id are refused, and two ids of one issuer', () => {
  const own = (id: string) => oidc({ id, issuer: 'https://sso.example.com', clientIds })
  expect(problemsWith(own('a'), own('a')).map((text) => text.split(':')[0])).toEqual([
    'providers',
    'providers (issuers)',
  ])
  expect(problemsWith(own('a'), own('b'))).toEqual([
    'providers (issuers): https://sso.example.com is there twice',
  ])
})

test.each(['own sso', 'own/sso', '../x', 'ö', '', '-x'])('%j is no id for an address', (id) => {
  expect(problemsWith(oidc({ id, issuer: 'https://sso.example.com', clientIds }))[0]).toContain(
    'its id is part of an address',
  )
})

test('a client id that is missing is told, with and without pages', () => {
  expect(problemsWith(discord({ clientId: '', clientSecret: 'secret' }))).toEqual([
    'providers[0] (discord): it has no client id, so no token could be told from one issued to another application',
  ])
})

test('a provider on this machine is for development: a public server does not ask it', () => {
  const standIns = [
    google({ clientIds, clientSecret: 'secret', issuer: 'http://localhost:4400/google' }),
    github({ clientId: 'us', clientSecret: 'secret', baseUrl: 'http://127.0.0.1:4400/github' }),
    oidc({ id: 'tls', issuer: 'https://localhost:4443', clientIds }),
  ]
  expect(problemsWith(...standIns)).toEqual([])
  expect(findProblems(standIns, true)).toEqual([
    expect.stringContaining('(google): it is asked at http://localhost:4400/google, on this machine'),
    expect.stringContaining('(github): it is asked at http://127.0.0.1:4400/github'),
    expect.stringContaining('(tls): it is asked at https://localhost:4443'),
  ])
  expect(findProblems([google({ clientIds, clientSecret: 'secret' })], true)).toEqual([])
})

test('a bearer token for security events that keeps nobody out is refused; none at all is a choice', () => {
  const tokenOf = (token: string | undefined) =>
    problemsWith(oidc({ id: 'own', issuer: 'https://sso.example', clientIds, securityEvents: { token } }))
  const at = 'providers[0] (own).securityEvents'
  expect(tokenOf(undefined)).toEqual([`${at}.token: it is missing`])
  expect(tokenOf('')).toEqual([`${at}.token: it is missing`])
  expect(tokenOf('fifteen-letters')).toEqual([`${at}.token: it is so short that it can be guessed`])
  expect(tokenOf('with a space, and long enough')).toEqual([`${at}.token: it cannot stand in a header`])
  expect(tokenOf('sixteen--letters')).toEqual([])
  expect(problemsWith(google({ clientIds, securityEvents: {} }))).toEqual([])
  expect(problemsWith(google({ clientIds, securityEvents: { audience: '' } }))).toEqual([
    'providers[0] (google).securityEvents.audience: it is empty',
  ])
})

test('what is no option of the events of a provider makes it one that nobody can use', () => {
  const given = { clientIds, backChannelLogout: 'yes', securityEvents: { tokens: 'x' } }
  expect(google(given as unknown as Parameters<typeof google>[0]).misgiven?.misfits).toEqual([
    { kind: 'wrong_type', path: ['backChannelLogout'], expected: 'boolean' },
    { kind: 'unknown', path: ['securityEvents', 'tokens'], known: ['audience', 'token'] },
  ])
})
