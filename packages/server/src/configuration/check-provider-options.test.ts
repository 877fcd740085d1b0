import { expect, test } from 'vitest'
import {
  apple,
  auth0,
  cognito,
  discord,
  facebook,
  github,
  gitlab,
  google,
  hostedPages,
  keycloak,
  linkedin,
  microsoft,
  oidc,
  okta,
  slack,
  spotify,
  twitch,
  x,
} from '../index.js'
import type { Provider } from '../sign-in/social/provider.js'
import { checkShape } from './shape.js'

// As a configuration in JavaScript calls them.
type Untyped = (options?: unknown) => Provider
const factories = {
  apple,
  auth0,
  cognito,
  discord,
  facebook,
  github,
  gitlab,
  google,
  keycloak,
  linkedin,
  microsoft,
  oidc,
  okta,
  slack,
  spotify,
  twitch,
  x,
} as unknown as Readonly<Record<string, Untyped>>
const make = (name: string, ...options: readonly unknown[]): Provider => {
  const factory = factories[name]
  if (factory === undefined) throw new Error(`no provider ${name}`)
  return factory(...options)
}
const told = (...providers: readonly unknown[]): readonly string[] => {
  const problems: string[] = []
  const fits = checkShape({ providers }, (at, problem, fix) => problems.push(`${at}: ${problem}. ${fix}`))
  expect(fits).toBe(problems.length === 0)
  return problems
}

test('an option that there is not is named, with the one that was probably meant', () => {
  expect(told(make('google', { clientId: 'us' }))).toEqual([
    'providers[0] (google).clientIds: it is missing. Write a list, in brackets: [ … ].',
    'providers[0] (google).clientId: there is no such option. Did you mean clientIds?',
  ])
  expect(told(make('github', { clientIds: ['us'], clientsecret: 's', keepToken: true }))).toEqual([
    'providers[0] (github).clientId: it is missing. Write a text, in quotes.',
    'providers[0] (github).clientIds: there is no such option. Did you mean clientId?',
    'providers[0] (github).clientsecret: there is no such option. Did you mean clientSecret?',
    'providers[0] (github).keepToken: there is no such option. Did you mean keepTokens?',
  ])
})

test('what cannot be left out is named as it is written', () => {
  expect(told(make('keycloak', { clientIds: ['us'], issuer: 'https://sso.example.com' }))).toEqual([
    'providers[0] (keycloak).realmUrl: it is missing. Write a text, in quotes.',
    expect.stringMatching(/^providers\[0] \(keycloak\)\.issuer: there is no such option\. .* realmUrl/),
  ])
  expect(told(make('oidc', { id: 'own', clientIds: ['us'] }))).toEqual([
    'providers[0] (oidc).issuer: it is missing. Write a text, in quotes.',
  ])
})

test('a value of the wrong type is told what goes there', () => {
  const options = { clientId: 'us', clientSecret: 's', scopes: 'repo', keepTokens: 'yes', baseUrl: null }
  expect(told(make('github', options))).toEqual([
    'providers[0] (github).scopes: it is a text, not a list. Write a list, in brackets: [ … ].',
    'providers[0] (github).keepTokens: it is a text, not true or false. Write true or false, without quotes.',
    'providers[0] (github).baseUrl: it is null, not a text. Write a text, in quotes.',
  ])
  expect(told(make('google', { clientIds: 'us' }))[0]).toContain('clientIds: it is a text, not a list')
  expect(told(make('google', { clientIds: [undefined] }))).toEqual([
    'providers[0] (google).clientIds[0]: it is missing. Write a text, in quotes.',
  ])
  expect(told(make('apple', { clientIds: ['us'], key: { id: 'us', keyId: 7 } }))).toEqual([
    'providers[0] (apple).key.keyId: it is a number, not a text. Write a text, in quotes.',
  ])
})

test('a value that is none of those there are is told which there are', () => {
  const options = { id: 'own', issuer: 'https://sso.example.com', clientIds: ['us'], algorithms: ['HS256'] }
  expect(told(make('oidc', options))).toEqual([
    "providers[0] (oidc).algorithms[0]: it is none of the values there are. Write 'RS256', 'ES256', or 'EdDSA'.",
  ])
})

test.each(Object.keys(factories))('%s crashes on nothing it is given, and says so at the start', (name) => {
  const given = [undefined, null, 'us', 7, [], () => {}, {}, { clientIds: null, clientId: [] }]
  for (const options of given) {
    const [first = ''] = told(make(name, options))
    expect(first).toMatch(new RegExp(`^providers\\[0] \\(${name}\\)`))
    expect(first).not.toMatch(/undefined|invalid/i)
  }
  expect(told(make(name))[0]).toMatch(
    new RegExp(`: it has no options\\. Write ${name}\\({ .*: … }\\)\\. docs/social-sign-in\\.md`),
  )
})

test('what is no provider is told so, beside what others were given', () => {
  expect(told(google, null, make('google', {}))).toEqual([
    'providers[0]: it is a function, not an object. Call it, with its options: google({ … }), not google.',
    expect.stringMatching(/^providers\[1]: it is null, not an object\./),
    'providers[2] (google).clientIds: it is missing. Write a list, in brackets: [ … ].',
  ])
})

test('no value is repeated: it may be a secret in the wrong place', () => {
  const secret = 'hunter2'
  const options = { clientIds: secret, clientSecret: [secret], scopes: secret, keepTokens: secret }
  expect(told(make('google', options)).join()).not.toContain(secret)
})

test('options that fit are reported by nobody', () => {
  const given = {
    clientIds: ['us'],
    clientSecret: undefined,
    scopes: ['a'],
    keepTokens: true,
    issuer: undefined,
  }
  expect(told(google(given), apple({ clientIds: ['us'], key: undefined }))).toEqual([])
})

test('hosted pages that were not called are told how', () => {
  const browser = { topology: { kind: 'same-origin', app: 'https://app.example.com' }, pages: hostedPages }
  const problems: string[] = []
  checkShape({ browser }, (at, problem, fix) => problems.push(`${at}: ${problem}. ${fix}`))
  expect(problems).toEqual(['browser.pages: it is a function, not an object. Call it: hostedPages().'])
})
