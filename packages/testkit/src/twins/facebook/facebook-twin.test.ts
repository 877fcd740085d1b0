import { createHmac } from 'node:crypto'
import * as oauth from 'oauth4webapi'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  answerPage,
  CODE_CHALLENGE,
  CODE_VERIFIER,
  type Deviation,
  postForm,
  REDIRECT_URI,
  signInAs,
  withDeviation,
} from '../../../test/visit.js'
import { type FacebookTwin, type Providers, startProviders } from '../../index.js'

let providers: Providers
let facebook: FacebookTwin
let now = Date.now()
beforeAll(async () => {
  providers = await startProviders({ clock: () => now })
  facebook = providers.facebook
})
afterAll(() => providers.close())
afterEach(() => facebook.behave())

const authorizeUrl = (deviation: Deviation = {}): string => {
  const request = {
    client_id: facebook.client.id,
    redirect_uri: REDIRECT_URI,
    scope: 'public_profile,email',
    state: 'state-of-the-client',
  }
  return `${facebook.url}/v23.0/dialog/oauth?${withDeviation(request, deviation)}`
}
const personAt = (index: number) => {
  const person = facebook.people[index]
  if (person === undefined) throw new Error('The cast is smaller')
  return person
}
const newCode = async (deviation: Deviation = {}, index = 0): Promise<string> =>
  (await signInAs(authorizeUrl(deviation), personAt(index).id)).searchParams.get('code') ?? ''

const exchangeFields = () => ({
  client_id: facebook.client.id,
  client_secret: facebook.client.secret,
  redirect_uri: REDIRECT_URI,
})
const exchange = (deviation: Deviation): Promise<Response> =>
  fetch(`${facebook.url}/v23.0/oauth/access_token?${withDeviation(exchangeFields(), deviation)}`)

const tokenOf = async (index: number, deviation: Deviation = {}): Promise<string> =>
  (await (await exchange({ code: await newCode(deviation, index) })).json()).access_token

const ask = async (path: string, fields: Deviation) => {
  const response = await fetch(`${facebook.url}${path}?${withDeviation({}, fields)}`)
  return { status: response.status, body: await response.json() }
}
const me = (access_token: string, fields: Deviation = {}) =>
  ask('/me', { access_token, fields: 'id,name,email,picture', ...fields })
const debug = (input_token: string, access_token = `${facebook.client.id}|${facebook.client.secret}`) =>
  ask('/debug_token', { input_token, access_token })
const proofOf = (token: string, secret = facebook.client.secret) =>
  createHmac('sha256', secret).update(token).digest('hex')

test('oauth4webapi signs a person in, with PKCE and state', async () => {
  const insecure = { [oauth.allowInsecureRequests]: true }
  const server: oauth.AuthorizationServer = {
    issuer: facebook.url,
    token_endpoint: `${facebook.url}/v23.0/oauth/access_token`,
  }
  const client = { client_id: facebook.client.id }
  const pkce = { code_challenge: CODE_CHALLENGE, code_challenge_method: 'S256', response_type: 'code' }
  const landed = await signInAs(authorizeUrl(pkce), personAt(0).id)
  const answer = oauth.validateAuthResponse(server, client, landed, 'state-of-the-client')
  const auth = oauth.ClientSecretPost(facebook.client.secret)
  const response = await oauth.authorizationCodeGrantRequest(
    ...([server, client, auth, answer, REDIRECT_URI, CODE_VERIFIER, insecure] as const),
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response)
  expect(tokens).toEqual({
    access_token: expect.stringMatching(/^EAA/),
    token_type: 'bearer',
    expires_in: 5_184_000,
  })
})

describe('the way to a code', () => {
  test('every address ends in #_=_', async () => {
    expect((await signInAs(authorizeUrl(), personAt(0).id)).href).toMatch(/[?&]code=[^#]+#_=_$/)
  })

  test('cancelling is told in words of its own', async () => {
    const response = await answerPage(authorizeUrl(), { decision: 'cancel' })
    const answer = new URL(response.headers.get('location') ?? '')
    expect(Object.fromEntries(answer.searchParams)).toEqual({
      error: 'access_denied',
      error_code: '200',
      error_description: 'Permissions error',
      error_reason: 'user_denied',
      state: 'state-of-the-client',
    })
  })
})

describe('the way to a token', () => {
  test('a code is exchanged by GET as by POST', async () => {
    expect((await exchange({ code: await newCode() })).status).toBe(200)
    const url = `${facebook.url}/v23.0/oauth/access_token`
    expect((await postForm(url, { ...exchangeFields(), code: await newCode() })).status).toBe(200)
  })

  test.each<[string, Deviation, number]>([
    ['an unknown code', { code: 'nonsense' }, 100],
    ['a wrong secret', { client_secret: 'wrong' }, 1],
    ['another address', { redirect_uri: 'http://localhost:3000/other' }, 100],
    ['no address', { redirect_uri: undefined }, 100],
  ])('%s is refused with status 400 and a number', async (_, deviation, code) => {
    const response = await exchange({ code: await newCode(), ...deviation })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      error: {
        message: expect.any(String),
        type: 'OAuthException',
        code,
        fbtrace_id: expect.stringMatching(/^[\w-]{23}$/),
      },
    })
  })

  test('a code is worth one token', async () => {
    const code = await newCode()
    expect([(await exchange({ code })).status, (await exchange({ code })).status]).toEqual([200, 400])
  })
})

describe('/me', () => {
  test('the id is a text of digits that no number could hold', async () => {
    const { body } = await me(await tokenOf(0))
    expect(body).toEqual({
      id: '10229384756102937',
      name: 'Mara Lindqvist',
      email: 'mara_lindqvist@gmail.com',
      picture: {
        data: { height: 50, width: 50, is_silhouette: false, url: expect.stringContaining(facebook.url) },
      },
    })
    expect(String(Number(body.id))).not.toBe(body.id)
    expect((await fetch(body.picture.data.url)).status).toBe(200)
  })

  test('only id and name are told unless more is asked for', async () => {
    const { body } = await me(await tokenOf(0), { fields: undefined })
    expect(Object.keys(body)).toEqual(['id', 'name'])
  })

  test.each([
    ['who signed up with a phone number', 1, {}],
    ['who keeps it from the application', 2, {}],
    ['who was not asked for it', 0, { scope: 'public_profile' }],
  ])('no address is told of somebody %s', async (_, index, deviation) => {
    const { status, body } = await me(await tokenOf(index, deviation))
    expect([status, body.name]).toEqual([200, personAt(index).name])
    expect(body).not.toHaveProperty('email')
  })

  test('an address that was declined is not among the scopes', async () => {
    expect((await debug(await tokenOf(2))).body.data.scopes).toEqual(['public_profile'])
    expect((await debug(await tokenOf(0))).body.data.scopes).toEqual(['email', 'public_profile'])
  })

  test('an unknown token and an unknown field are refused with status 400', async () => {
    expect(await me('EAAnonsense')).toMatchObject({ status: 400, body: { error: { code: 190 } } })
    expect(await me(facebook.issueAccessToken(), { fields: 'id,shoe_size' })).toMatchObject({
      status: 400,
      body: { error: { code: 100 } },
    })
  })

  test('a proof of the secret is taken, a wrong one refused', async () => {
    const token = facebook.issueAccessToken()
    expect((await me(token, { appsecret_proof: proofOf(token) })).status).toBe(200)
    expect(await me(token, { appsecret_proof: proofOf(token, 'wrong') })).toMatchObject({
      status: 400,
      body: { error: { type: 'GraphMethodException', code: 100 } },
    })
  })
})

describe('/debug_token', () => {
  test('tells the application, the person and the end of a token', async () => {
    const { body } = await debug(await tokenOf(0))
    expect(body.data).toMatchObject({
      app_id: facebook.client.id,
      user_id: '10229384756102937',
      is_valid: true,
      expires_at: Math.floor(now / 1000) + 5_184_000,
    })
  })

  test('a token of another application is valid, and tells another application and another id', async () => {
    const token = facebook.issueAccessToken({ clientId: '999' })
    const { data } = (await debug(token)).body
    expect([data.app_id, data.is_valid]).toEqual(['999', true])
    expect(data.user_id).not.toBe(personAt(0).id)
    expect((await me(token)).body.id).toBe(data.user_id)
    expect((await me(token, { appsecret_proof: proofOf(token) })).status).toBe(400)
  })

  test('an unknown token is not valid', async () => {
    const { status, body } = await debug('EAAnonsense')
    expect([status, body.data.is_valid]).toEqual([200, false])
    expect(body.data).not.toHaveProperty('app_id')
  })

  test('only an application may ask', async () => {
    const token = facebook.issueAccessToken()
    for (const asker of [token, `${facebook.client.id}|wrong`, 'nonsense']) {
      expect(await debug(token, asker)).toMatchObject({ status: 400, body: { error: { code: 190 } } })
    }
  })

  test('a token ends after sixty days', async () => {
    const token = facebook.issueAccessToken()
    now += 61 * 24 * 60 * 60_000
    expect((await debug(token)).body.data.is_valid).toBe(false)
    expect((await me(token)).status).toBe(400)
  })
})

describe('switches', () => {
  test('expired: the token is at its end', async () => {
    const token = facebook.issueAccessToken()
    facebook.misbehave({ expired: true })
    expect((await me(token)).body.error).toMatchObject({ code: 190, error_subcode: 463 })
    const { data } = (await debug(token)).body
    expect(data.is_valid).toBe(false)
    expect(data.expires_at).toBeLessThan(now / 1000)
  })

  test('tokenOfAnotherApp: what a code is exchanged for belongs to another application', async () => {
    facebook.misbehave({ tokenOfAnotherApp: true })
    expect((await debug(await tokenOf(0))).body.data).toMatchObject({ app_id: 'another-app', is_valid: true })
  })

  test('noEmail: no address is told', async () => {
    facebook.misbehave({ noEmail: true })
    expect((await me(facebook.issueAccessToken())).body).not.toHaveProperty('email')
  })

  test('replayedCode: the code was used before', async () => {
    facebook.misbehave({ replayedCode: true })
    expect((await exchange({ code: await newCode() })).status).toBe(400)
  })
})

test('somebody new whose address is not confirmed has none', async () => {
  const typed = { decision: 'new-person', name: 'Ada van Dyck', email: 'ada@mail.example' }
  await answerPage(authorizeUrl(), typed)
  expect(facebook.people.at(-1)).toEqual({ id: expect.stringMatching(/^\d{17}$/), name: 'Ada van Dyck' })
  await answerPage(authorizeUrl(), { ...typed, email_verified: 'yes' })
  expect(facebook.people.at(-1)).toMatchObject({ email: 'ada@mail.example' })
})
