import { get } from 'node:http'
import * as oauth from 'oauth4webapi'
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
import { type GitHubTwin, type Providers, startProviders } from '../../index.js'

let providers: Providers
let github: GitHubTwin
beforeAll(async () => {
  providers = await startProviders()
  github = providers.github
})
afterAll(() => providers.close())
afterEach(() => github.behave())

const authorizeUrl = (deviation: Deviation = {}): string => {
  const request = {
    client_id: github.client.id,
    redirect_uri: REDIRECT_URI,
    scope: 'read:user user:email',
    state: 'state-of-the-client',
    code_challenge: CODE_CHALLENGE,
    code_challenge_method: 'S256',
  }
  return `${github.url}/login/oauth/authorize?${withDeviation(request, deviation)}`
}

const subjectOf = (index: number): string => String(github.people[index]?.id)

const newCode = async (person = subjectOf(0)): Promise<string> =>
  (await signInAs(authorizeUrl(), person)).searchParams.get('code') ?? ''

const exchange = (deviation: Deviation, headers: Record<string, string> = { accept: 'application/json' }) => {
  const request = {
    client_id: github.client.id,
    client_secret: github.client.secret,
    code_verifier: CODE_VERIFIER,
    redirect_uri: REDIRECT_URI,
  }
  return postForm(`${github.url}/login/oauth/access_token`, { ...request, ...deviation }, headers)
}

const api = (path: string, accessToken: string) =>
  fetch(github.url + path, { headers: { authorization: `Bearer ${accessToken}` } })

const check = (accessToken: unknown, { secret = github.client.secret, app = github.client.id } = {}) =>
  fetch(`${github.url}/applications/${app}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${github.client.id}:${secret}`)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ access_token: accessToken }),
  })

test('oauth4webapi signs a person in, with PKCE and state', async () => {
  const insecure = { [oauth.allowInsecureRequests]: true }
  const server: oauth.AuthorizationServer = {
    issuer: github.url,
    token_endpoint: `${github.url}/login/oauth/access_token`,
  }
  const client = { client_id: github.client.id }
  const landed = await signInAs(authorizeUrl({ response_type: 'code' }), subjectOf(1))
  const answer = oauth.validateAuthResponse(server, client, landed, 'state-of-the-client')
  const auth = oauth.ClientSecretPost(github.client.secret)
  const response = await oauth.authorizationCodeGrantRequest(
    ...([server, client, auth, answer, REDIRECT_URI, CODE_VERIFIER, insecure] as const),
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response)
  expect(tokens.access_token).toMatch(/^gho_[a-zA-Z\d]{36}$/)
  expect(tokens).not.toHaveProperty('id_token')
  expect(await (await api('/user', tokens.access_token)).json()).toMatchObject({
    id: 19_864_447,
    login: 'tokafor',
    name: 'Tomás Okafor',
    email: null,
  })
})

describe('the way to a code', () => {
  test('neither a scope nor a response type has to be sent', async () => {
    const landed = await signInAs(authorizeUrl({ scope: undefined }), subjectOf(0))
    expect(Object.fromEntries(landed.searchParams)).toEqual({
      code: expect.any(String),
      state: 'state-of-the-client',
    })
  })

  test('cancelling is told with a page to read about it', async () => {
    const answer = answerOf(await answerPage(authorizeUrl(), { decision: 'cancel' }))
    expect(Object.fromEntries(answer)).toEqual({
      error: 'access_denied',
      error_description: expect.any(String),
      error_uri: expect.stringMatching(/^https:\/\/docs\.github\.com\//),
      state: 'state-of-the-client',
    })
  })

  test('PKCE with plain is refused', async () => {
    const answer = answerOf(await visit(authorizeUrl({ code_challenge_method: 'plain' })))
    expect(answer.get('error')).toBe('invalid_request')
  })

  test('there is no discovery', async () => {
    expect((await visit(`${github.url}/.well-known/openid-configuration`)).status).toBe(404)
  })

  test('the page says for whom it stands, and its pictures are there', async () => {
    const page = await (await visit(authorizeUrl())).text()
    expect(page).toContain('It stands for GitHub.')
    const pictures = [...page.matchAll(/<img src="([^"]+)"/g)].map(([, source = '']) => source)
    expect(pictures).toHaveLength(github.people.length)
    for (const picture of pictures) expect((await visit(new URL(picture, github.url).href)).status).toBe(200)
  })
})

describe('the way to a token', () => {
  test('the answer is a form, unless JSON is asked for by name', async () => {
    const form = await exchange({ code: await newCode() }, { accept: '*/*' })
    expect(form.headers.get('content-type')).toBe('application/x-www-form-urlencoded; charset=utf-8')
    expect(Object.fromEntries(new URLSearchParams(await form.text()))).toEqual({
      access_token: expect.stringMatching(/^gho_/),
      scope: 'read:user,user:email',
      token_type: 'bearer',
    })
    const json = await exchange({ code: await newCode() })
    expect(await json.json()).toMatchObject({ token_type: 'bearer', scope: 'read:user,user:email' })
  })

  test('the address need not be repeated', async () => {
    const response = await exchange({ code: await newCode(), redirect_uri: undefined })
    expect(await response.json()).toHaveProperty('access_token')
  })

  test.each<[string, Deviation, string]>([
    ['an unknown code', { code: 'nonsense' }, 'bad_verification_code'],
    ['a wrong secret', { client_secret: 'wrong' }, 'incorrect_client_credentials'],
    ['another client', { client_id: 'stranger' }, 'incorrect_client_credentials'],
    ['another address', { redirect_uri: 'http://localhost:3000/other' }, 'redirect_uri_mismatch'],
    ['another verifier', { code_verifier: CODE_VERIFIER.toUpperCase() }, 'bad_verification_code'],
    ['no verifier', { code_verifier: undefined }, 'bad_verification_code'],
  ])('%s is refused with status 200', async (_, deviation, error) => {
    const response = await exchange({ code: await newCode(), ...deviation })
    expect(response.status).toBe(200)
    const body = await response.json()
    expect(body).toEqual({ error, error_description: expect.any(String), error_uri: expect.any(String) })
  })

  test('a refusal is a form too, unless JSON is asked for', async () => {
    const response = await exchange({ code: 'nonsense' }, {})
    expect(new URLSearchParams(await response.text()).get('error')).toBe('bad_verification_code')
  })

  test('a code that comes twice ends the token it had opened', async () => {
    const code = await newCode()
    const { access_token } = await (await exchange({ code })).json()
    expect((await api('/user', access_token)).status).toBe(200)
    expect(await (await exchange({ code })).json()).toHaveProperty('error', 'bad_verification_code')
    expect((await api('/user', access_token)).status).toBe(401)
  })
})

describe('the REST API', () => {
  test('an account has a number, a login, and a name that may be null', async () => {
    for (const person of github.people) {
      const user = await (await api('/user', github.issueAccessToken({ person }))).json()
      expect(user).toMatchObject({ id: person.id, login: person.login, name: person.name })
      expect((await visit(user.avatar_url)).status).toBe(200)
    }
    expect(github.people.some(({ name }) => name === null)).toBe(true)
  })

  test('an address is shown with the account only when it is public', async () => {
    const emailOf = async (index: number) => {
      const token = github.issueAccessToken({ person: github.people[index] })
      return (await (await api('/user', token)).json()).email
    }
    expect([await emailOf(0), await emailOf(1)]).toEqual(['mara_lindqvist@gmail.com', null])
  })

  test('all addresses are listed, with the one GitHub made up, and the primary one is not the first', async () => {
    const token = github.issueAccessToken({ person: github.people[1] })
    expect(await (await api('/user/emails', token)).json()).toEqual([
      {
        email: '19864447+tokafor@users.noreply.github.com',
        primary: false,
        verified: true,
        visibility: null,
      },
      { email: 'tomas@home.example', primary: false, verified: true, visibility: null },
      { email: 'tomas.okafor@workspace.example', primary: true, verified: true, visibility: 'private' },
    ])
  })

  test('addresses stay closed to a token without their scope', async () => {
    const token = github.issueAccessToken({ scopes: ['read:user'] })
    expect((await api('/user/emails', token)).status).toBe(404)
    expect((await api('/user', token)).headers.get('x-oauth-scopes')).toBe('read:user')
  })

  test.each(['/user', '/user/emails'])('an unknown token is refused at %s', async (path) => {
    const response = await api(path, 'gho_unknown')
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ message: 'Bad credentials', status: '401' })
  })

  test('nobody without a User-Agent gets through', async () => {
    const headers = { authorization: `Bearer ${github.issueAccessToken()}` }
    const status = await new Promise((resolve, reject) => {
      get(`${github.url}/user`, { headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      }).on('error', reject)
    })
    expect(status).toBe(403)
  })
})

describe('asking about a token', () => {
  test('the own application learns whose it is and what for', async () => {
    const token = github.issueAccessToken({ person: github.people[1], scopes: ['user:email'] })
    const response = await check(token)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      app: { client_id: github.client.id },
      token,
      scopes: ['user:email'],
      user: { id: 19_864_447 },
    })
  })

  test('a token of another application works, and is not found', async () => {
    const token = github.issueAccessToken({ clientId: 'another-app' })
    expect((await api('/user', token)).status).toBe(200)
    expect((await check(token)).status).toBe(404)
  })

  test('an unknown token is not found', async () => {
    expect((await check('gho_unknown')).status).toBe(404)
  })

  test.each([
    ['a number', 7],
    ['nothing', undefined],
    ['an empty text', ''],
  ])('%s is no token', async (_, token) => {
    expect((await check(token)).status).toBe(422)
  })

  test('a wrong secret, and the address of another application, are refused', async () => {
    const token = github.issueAccessToken()
    expect((await check(token, { secret: 'wrong' })).status).toBe(401)
    expect((await check(token, { app: 'another-app' })).status).toBe(401)
  })

  test('nobody is told anything without credentials', async () => {
    const response = await fetch(`${github.url}/applications/${github.client.id}/token`, { method: 'POST' })
    expect(response.status).toBe(404)
  })
})

describe('switches', () => {
  const signIn = async () => (await exchange({ code: await newCode() })).json()

  test('tokenOfAnotherApp: the token works and is another application’s', async () => {
    github.misbehave({ tokenOfAnotherApp: true })
    const { access_token } = await signIn()
    expect((await api('/user', access_token)).status).toBe(200)
    expect((await check(access_token)).status).toBe(404)
  })

  test('unverifiedEmail: no address is verified', async () => {
    github.misbehave({ unverifiedEmail: true })
    const emails = await (await api('/user/emails', github.issueAccessToken())).json()
    expect(emails.map(({ verified }: { verified: boolean }) => verified)).toEqual([false, false])
  })

  test('noEmail: no address is told', async () => {
    github.misbehave({ noEmail: true })
    const token = github.issueAccessToken()
    expect(await (await api('/user/emails', token)).json()).toEqual([])
    expect((await (await api('/user', token)).json()).email).toBeNull()
  })

  test('replayedCode: the code was used before', async () => {
    github.misbehave({ replayedCode: true })
    expect(await signIn()).toHaveProperty('error', 'bad_verification_code')
  })

  test('a switch that makes no sense here does not exist', () => {
    // @ts-expect-error GitHub has no ID tokens.
    expect(() => github.misbehave({ wrongNonce: true })).toThrow(TypeError)
  })
})

test('somebody new is the same account next time', async () => {
  const typed = { decision: 'new-person', name: 'Ada van Dyck', email: 'Ada.Dyck@mail.example' }
  await answerPage(authorizeUrl(), typed)
  await answerPage(authorizeUrl(), { ...typed, email: 'ada.dyck@MAIL.example' })
  const added = github.people.filter(({ login }) => login === 'ada-dyck')
  expect(added).toHaveLength(1)
  expect(added[0]?.emails[0]).toMatchObject({ primary: true, verified: false })
})

test('the API answers at /api/v3 too, as that of an Enterprise Server', async () => {
  const token = github.issueAccessToken()
  const answers = async (base: string) =>
    Promise.all(['/user', '/user/emails'].map(async (path) => (await api(base + path, token)).json()))
  expect(await answers('/api/v3')).toEqual(await answers(''))
  const checked = await fetch(`${github.url}/api/v3/applications/${github.client.id}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${github.client.id}:${github.client.secret}`)}` },
    body: JSON.stringify({ access_token: token }),
  })
  expect(checked.status).toBe(200)
})
