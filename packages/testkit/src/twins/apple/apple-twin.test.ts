import { generateKeyPairSync } from 'node:crypto'
import { decodeJwt } from 'jose'
import * as client from 'openid-client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appleClientSecret, type ClientSecretDeviation } from '../../../test/apple-client-secret.js'
import {
  answerPage,
  carriedBy,
  type Deviation,
  postForm,
  REDIRECT_URI,
  visit,
  withDeviation,
} from '../../../test/visit.js'
import { type AppleTwin, type Providers, startProviders } from '../../index.js'

const MONTH = 30 * 24 * 60 * 60

let providers: Providers
let apple: AppleTwin
beforeEach(async () => {
  providers = await startProviders()
  apple = providers.apple
})
afterEach(() => providers.close())

const authorizeUrl = (deviation: Deviation = {}): string => {
  const request = {
    client_id: apple.client.id,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    response_mode: 'form_post',
    scope: 'name email',
    state: 'state-of-the-client',
    nonce: 'nonce-of-the-client',
  }
  return `${apple.url}/auth/authorize?${withDeviation(request, deviation)}`
}

const subjectOf = (index: number) => apple.people[index]?.sub
const signIn = async (index: number, deviation: Deviation = {}) =>
  carriedBy(await answerPage(authorizeUrl(deviation), { decision: 'person', person: subjectOf(index) }))

const clientSecret = (deviation?: ClientSecretDeviation) => appleClientSecret(apple, deviation)

const exchange = async (deviation: Deviation = {}) =>
  postForm(`${apple.url}/auth/token`, {
    grant_type: 'authorization_code',
    client_id: apple.client.id,
    client_secret: await clientSecret(),
    redirect_uri: REDIRECT_URI,
    ...deviation,
  })
const codeOf = async (index = 0, deviation: Deviation = {}) =>
  (await signIn(index, deviation)).fields.get('code') ?? ''
const claimsOf = async (index: number) => {
  const { id_token } = await (await exchange({ code: await codeOf(index) })).json()
  return decodeJwt(id_token)
}

test('openid-client signs a person in with a form post and a secret made of the key', async () => {
  const auth = client.ClientSecretPost(await clientSecret())
  const configuration = await client.discovery(new URL(apple.issuer), apple.client.id, {}, auth, {
    execute: [client.allowInsecureRequests],
  })
  const { action, fields } = await signIn(1)
  const posted = new Request(action, { method: 'POST', body: fields })
  const tokens = await client.authorizationCodeGrant(configuration, posted, {
    expectedState: 'state-of-the-client',
    expectedNonce: 'nonce-of-the-client',
    idTokenExpected: true,
  })
  expect(tokens.claims()).toMatchObject({
    iss: apple.issuer,
    aud: apple.client.id,
    sub: '001847.9be02d6613fa4c7f8d50e7a1c4b2f038.1731',
    email: 'r7k2mw94xd@privaterelay.appleid.com',
    nonce_supported: true,
  })
  expect(configuration.serverMetadata()).not.toHaveProperty('userinfo_endpoint')
})

describe('the answer', () => {
  test('is carried by a form to the address of the application', async () => {
    const { action, fields } = await signIn(0)
    expect(action).toBe(REDIRECT_URI)
    expect([...fields.keys()].sort()).toEqual(['code', 'state', 'user'])
  })

  test('names the person the first time and never again', async () => {
    expect(JSON.parse((await signIn(0)).fields.get('user') ?? '')).toEqual({
      name: { firstName: 'Mara', lastName: 'Lindqvist' },
      email: 'mara_lindqvist@gmail.com',
    })
    expect((await signIn(0)).fields.has('user')).toBe(false)
    expect((await signIn(1)).fields.has('user')).toBe(true)
  })

  test('names nothing that was not asked for, and has not named the person then', async () => {
    const user = async (scope: string) =>
      JSON.parse((await signIn(0, { scope })).fields.get('user') ?? 'null')
    expect(await user('openid')).toBeNull()
    expect(await user('email')).toEqual({ email: 'mara_lindqvist@gmail.com' })
  })

  test.each([
    ['name', 'name'],
    ['email', 'openid email'],
  ])('a scope with %s needs a form post, or there is an error page', async (_, scope) => {
    for (const response_mode of [undefined, 'query']) {
      const response = await visit(authorizeUrl({ scope, response_mode }))
      expect([response.status, response.headers.get('location')]).toEqual([400, null])
      expect(await response.text()).toContain('response_mode must be form_post')
    }
  })

  test('comes in the address when neither was asked for', async () => {
    const url = authorizeUrl({ scope: undefined, response_mode: undefined })
    const response = await answerPage(url, { decision: 'person', person: subjectOf(0) })
    const landed = new URL(response.headers.get('location') ?? '')
    expect([...landed.searchParams.keys()].sort()).toEqual(['code', 'state'])
  })

  test('of somebody who cancels is carried by a form too', async () => {
    const { action, fields } = await carriedBy(await answerPage(authorizeUrl(), { decision: 'cancel' }))
    expect(action).toBe(REDIRECT_URI)
    expect(Object.fromEntries(fields)).toEqual({
      error: 'user_cancelled_authorize',
      state: 'state-of-the-client',
    })
  })

  test('holds an ID token beside the code when it was asked for', async () => {
    const { fields } = await signIn(0, { response_type: 'code id_token' })
    expect(decodeJwt(fields.get('id_token') ?? '')).toMatchObject({
      nonce: 'nonce-of-the-client',
      c_hash: expect.any(String),
      email: 'mara_lindqvist@gmail.com',
    })
  })

  test('lets the application see the origin of the provider', async () => {
    const page = await answerPage(authorizeUrl(), { decision: 'person', person: subjectOf(0) })
    expect(page.headers.get('referrer-policy')).toBe('strict-origin')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

describe('the ID token', () => {
  test('writes truths as texts for most people', async () => {
    expect(await claimsOf(0)).toMatchObject({ email_verified: 'true', is_private_email: 'false' })
    expect(await claimsOf(1)).toMatchObject({ email_verified: 'true', is_private_email: 'true' })
    expect(await claimsOf(4)).toMatchObject({ email_verified: 'false', is_private_email: 'false' })
  })

  test('writes truths as truths for some', async () => {
    expect(await claimsOf(2)).toMatchObject({ email_verified: true, is_private_email: true })
  })

  test('has no address of somebody without one', async () => {
    const claims = await claimsOf(3)
    for (const name of ['email', 'email_verified', 'is_private_email'])
      expect(claims).not.toHaveProperty(name)
  })

  test('never has a name, and lives a day', async () => {
    const claims = await claimsOf(0)
    expect(Object.keys(claims).filter((name) => name.includes('name'))).toEqual([])
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(24 * 60 * 60)
  })

  test('has a subject in three parts', () => {
    for (const { sub } of apple.people) expect(sub).toMatch(/^00\d{4}\.[\da-f]{32}\.\d{4}$/)
  })
})

describe('the client secret', () => {
  const past = () => Math.floor(Date.now() / 1000) - 10
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()

  test.each<[string, ClientSecretDeviation]>([
    ['of another team', { claims: { iss: 'OTHERTEAM1' } }],
    ['of another application', { claims: { sub: 'com.example.other' } }],
    ['for another audience', { claims: { aud: 'https://appleid.example' } }],
    ['that has expired', { claims: { exp: past() } }],
    ['that lives longer than six months', { claims: { exp: past() + 7 * MONTH } }],
    ['without an end', { claims: { exp: undefined } }],
    ['without a beginning', { claims: { iat: undefined } }],
    ['under another key id', { kid: 'OTHERKEY00' }],
    ['signed with another key', { privateKey: stranger }],
  ])('%s is refused', async (_, deviation) => {
    const response = await exchange({ code: await codeOf(), client_secret: await clientSecret(deviation) })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: 'invalid_client' })
  })

  test.each<[string, Deviation]>([
    ['a text that is no JWT', { client_secret: 'development-only' }],
    ['nothing', { client_secret: undefined }],
    ['another client', { client_id: 'com.example.other' }],
  ])('%s is refused', async (_, deviation) => {
    expect(await (await exchange({ code: await codeOf(), ...deviation })).json()).toMatchObject({
      error: 'invalid_client',
    })
  })

  test('that is valid is accepted', async () => {
    expect((await exchange({ code: await codeOf() })).status).toBe(200)
  })
})

test('a code is worth one token', async () => {
  const code = await codeOf()
  expect((await exchange({ code })).status).toBe(200)
  expect(await (await exchange({ code })).json()).toMatchObject({ error: 'invalid_grant' })
})

test('PKCE is not known here: it is neither asked for nor checked', async () => {
  const code = await codeOf(0, { code_challenge: 'plain', code_challenge_method: 'plain' })
  expect((await exchange({ code, code_verifier: 'anything' })).status).toBe(200)
})

test('keys rotate, and the one before stays published', async () => {
  const published = async () => {
    const { keys } = await (await visit(apple.jwksUri)).json()
    return keys.map(({ kid }: { kid: string }) => kid)
  }
  const [first] = await published()
  await apple.rotateKeys()
  expect(await published()).toEqual([expect.not.stringContaining(first), first])
})

test('noEmail: the address is in neither place', async () => {
  apple.misbehave({ noEmail: true })
  const { fields } = await signIn(0)
  expect(JSON.parse(fields.get('user') ?? '')).not.toHaveProperty('email')
  const { id_token } = await (await exchange({ code: fields.get('code') ?? '' })).json()
  expect(decodeJwt(id_token)).not.toHaveProperty('email')
})
