import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import * as client from 'openid-client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  answerOf,
  answerPage,
  CODE_CHALLENGE,
  CODE_VERIFIER,
  type Deviation,
  postForm,
  REDIRECT_URI,
  signInAs,
  visit,
  withDeviation,
} from '../../../test/visit.js'
import { type MicrosoftPerson, type MicrosoftTwin, type Providers, startProviders } from '../../index.js'

const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad'

let providers: Providers
let microsoft: MicrosoftTwin
beforeAll(async () => {
  providers = await startProviders()
  microsoft = providers.microsoft
})
afterAll(() => providers.close())
afterEach(() => microsoft.behave())

const personCalled = (name: string): MicrosoftPerson => {
  const person = microsoft.people.find((candidate) => candidate.name === name)
  if (person === undefined) throw new Error(`Nobody is called ${name}`)
  return person
}

const authorizeUrl = (authority: string, deviation: Deviation = {}): string => {
  const request = {
    client_id: microsoft.client.id,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'state-of-the-client',
    nonce: 'nonce-of-the-client',
    code_challenge: CODE_CHALLENGE,
    code_challenge_method: 'S256',
  }
  return `${microsoft.url}/${authority}/oauth2/v2.0/authorize?${withDeviation(request, deviation)}`
}

const exchange = (deviation: Deviation, authority = 'common') =>
  postForm(`${microsoft.url}/${authority}/oauth2/v2.0/token`, {
    grant_type: 'authorization_code',
    client_id: microsoft.client.id,
    client_secret: microsoft.client.secret,
    redirect_uri: REDIRECT_URI,
    code_verifier: CODE_VERIFIER,
    ...deviation,
  })

const tokensOf = async (name: string, deviation: Deviation = {}) => {
  const landed = await signInAs(authorizeUrl('common', deviation), personCalled(name).oid)
  return (await exchange({ code: landed.searchParams.get('code') ?? '' })).json()
}
const claimsOf = async (name: string, deviation: Deviation = {}) =>
  decodeJwt((await tokensOf(name, deviation)).id_token)
const metadataOf = async (authority: string) =>
  (await visit(`${microsoft.url}/${authority}/v2.0/.well-known/openid-configuration`)).json()
const namesAt = async (authority: string) => {
  const page = await (await visit(authorizeUrl(authority))).text()
  return [...page.matchAll(/<bdi class="name">([^<]+)</g)].map(([, name]) => name)
}

describe('openid-client', () => {
  const discover = (authority: string) =>
    client.discovery(
      new URL(`${microsoft.url}/${authority}/v2.0`),
      microsoft.client.id,
      {},
      client.ClientSecretPost(microsoft.client.secret),
      { execute: [client.allowInsecureRequests] },
    )

  test('signs a person of one tenant in', async () => {
    const person = personCalled('Tomás Okafor')
    const configuration = await discover(person.tid)
    const landed = await signInAs(authorizeUrl(person.tid), person.oid)
    const tokens = await client.authorizationCodeGrant(configuration, landed, {
      pkceCodeVerifier: CODE_VERIFIER,
      expectedState: 'state-of-the-client',
      expectedNonce: 'nonce-of-the-client',
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    expect(claims).toMatchObject({
      iss: `${microsoft.url}/${person.tid}/v2.0`,
      tid: person.tid,
      oid: person.oid,
      ver: '2.0',
    })
    const userInfo = await client.fetchUserInfo(configuration, tokens.access_token, claims?.sub ?? '')
    expect(userInfo).toMatchObject({ email: 'tomas.okafor@workspace.example', family_name: 'Okafor' })
  })

  test('goes by the letter and refuses the issuer of all tenants, which is a template', async () => {
    await expect(discover('common')).rejects.toThrow()
    expect((await metadataOf('common')).issuer).toBe(`${microsoft.url}/{tenantid}/v2.0`)
  })
})

test('the keys of all tenants verify a token of any, whose issuer is filled in', async () => {
  const { jwks_uri } = await metadataOf('common')
  const { id_token } = await tokensOf('Mallory Quill')
  const { payload } = await jwtVerify(id_token, createRemoteJWKSet(new URL(jwks_uri)), {
    audience: microsoft.client.id,
    issuer: microsoft.issuer.replace('{tenantid}', personCalled('Mallory Quill').tid),
  })
  expect(payload['tid']).toBe(personCalled('Mallory Quill').tid)
  const { keys } = await (await visit(jwks_uri)).json()
  expect(keys[0].issuer).toBe(microsoft.issuer)
})

describe('who may sign in', () => {
  const nobodyElse = (matches: (person: MicrosoftPerson) => boolean) =>
    microsoft.people.filter(matches).map(({ name }) => name)

  test('depends on the authority', async () => {
    const { tid } = personCalled('Tomás Okafor')
    expect(await namesAt('common')).toEqual(nobodyElse(() => true))
    expect(await namesAt('organizations')).toEqual(nobodyElse((person) => person.tid !== PERSONAL_TENANT))
    expect(await namesAt('consumers')).toEqual(nobodyElse((person) => person.tid === PERSONAL_TENANT))
    expect(await namesAt(tid)).toEqual(nobodyElse((person) => person.tid === tid))
  })

  test('nobody of another tenant, whatever is sent', async () => {
    const url = authorizeUrl(personCalled('Tomás Okafor').tid)
    const answer = await answerPage(url, { decision: 'person', person: personCalled('Mallory Quill').oid })
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null])
  })

  test('somebody new lives where their domain does', async () => {
    const typed = { decision: 'new-person', name: 'Ada van Dyck' }
    await answerPage(authorizeUrl('common'), { ...typed, email: 'ada@Workspace.example' })
    expect(personCalled('Ada van Dyck').tid).toBe(personCalled('Tomás Okafor').tid)
    const refused = await answerPage(authorizeUrl('organizations'), { ...typed, email: 'ada@mail.example' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('There is no account with such an address')
    await answerPage(authorizeUrl('consumers'), { ...typed, name: 'Ada D', email: 'ada@mail.example' })
    expect(personCalled('Ada D').tid).toBe(PERSONAL_TENANT)
  })

  test.each(['authorize', 'token'])('an unknown tenant is refused at %s', async (endpoint) => {
    const url = `${microsoft.url}/11111111-2222-4333-8444-555555555555/oauth2/v2.0/${endpoint}`
    const response = await visit(url, { method: endpoint === 'token' ? 'POST' : 'GET' })
    expect(response.status).toBe(400)
    expect((await response.json()).error_description).toMatch(/^AADSTS90002:/)
  })
})

describe('the ID token', () => {
  test('never says that an address is verified', async () => {
    for (const { name } of microsoft.people) {
      expect(await claimsOf(name)).not.toHaveProperty('email_verified')
    }
  })

  test('of a stranger’s tenant tells the address of somebody else', async () => {
    const [victim, attacker] = [await claimsOf('Tomás Okafor'), await claimsOf('Mallory Quill')]
    expect(attacker['email']).toBe(victim['email'])
    expect(attacker['tid']).not.toBe(victim['tid'])
    expect(attacker.sub).not.toBe(victim.sub)
    expect([victim['xms_edov'], attacker['xms_edov']]).toEqual([true, undefined])
  })

  test('of a personal account is of the tenant of all personal accounts', async () => {
    const claims = await claimsOf('Mara Lindqvist')
    expect([claims['tid'], claims.iss]).toEqual([PERSONAL_TENANT, `${microsoft.url}/${PERSONAL_TENANT}/v2.0`])
  })

  test('has no address of an account without one, but a name that looks like one', async () => {
    const claims = await claimsOf('Noor Haddad')
    expect(claims).not.toHaveProperty('email')
    expect(claims['preferred_username']).toBe('noor@other-company.example')
  })

  test('has another subject in another application, and the same oid', async () => {
    const person = personCalled('Tomás Okafor')
    const own = decodeJwt(await microsoft.issueIdToken({ person }))
    const other = decodeJwt(await microsoft.issueIdToken({ person, clientId: 'another-app' }))
    expect(own.sub).toBe((await claimsOf('Tomás Okafor')).sub)
    expect(other.sub).not.toBe(own.sub)
    expect(other['oid']).toBe(own['oid'])
  })

  test('tells what the scopes ask for', async () => {
    const claims = await claimsOf('Tomás Okafor', { scope: 'openid' })
    for (const name of ['email', 'name', 'oid', 'preferred_username']) expect(claims).not.toHaveProperty(name)
    expect(claims).toHaveProperty('tid')
  })
})

describe('refusals', () => {
  test.each<[string, Deviation, number, string, number]>([
    ['an unknown code', { code: 'nonsense' }, 400, 'invalid_grant', 70_000],
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7_000_215],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70_003],
    ['no code', { code: undefined }, 400, 'invalid_request', 900_144],
  ])('%s is refused with a number', async (_, deviation, status, error, number) => {
    const response = await exchange({ code: 'nonsense', ...deviation })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({
      error,
      error_description: expect.stringMatching(new RegExp(`^AADSTS${number}: .+Correlation ID: `)),
      error_codes: [number],
    })
  })

  test('cancelling is told with a number too', async () => {
    const answer = answerOf(await answerPage(authorizeUrl('common'), { decision: 'cancel' }))
    expect([answer.get('error'), answer.get('error_subcode')]).toEqual(['access_denied', 'cancel'])
    expect(answer.get('error_description')).toMatch(/^AADSTS65004:/)
  })
})

test('the answer holds a session_state that nobody needs, and no issuer', async () => {
  const landed = await signInAs(authorizeUrl('common'), personCalled('Mara Lindqvist').oid)
  expect([...landed.searchParams.keys()].sort()).toEqual(['code', 'session_state', 'state'])
})

test('wrongIssuer: the issuer fits the template and is not the tenant the token is of', async () => {
  microsoft.misbehave({ wrongIssuer: true })
  const { iss, tid } = await claimsOf('Tomás Okafor')
  expect(iss).toMatch(new RegExp(`^${microsoft.url}/[\\da-f-]{36}/v2\\.0$`))
  expect(iss).not.toContain(String(tid))
})
