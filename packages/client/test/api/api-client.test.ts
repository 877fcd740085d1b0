// @vitest-environment happy-dom
import { createLatchkeyClient } from '@latchkey/client'
import { createApiClient } from '@latchkey/client/api'
import { expect, test } from 'vitest'
import { alice, bob } from '../door/door.js'
import { openPage } from '../door/page.js'

/** A page on which somebody is signed in, and a client of the API in it. */
const signedInPage = async (person = alice) => {
  const page = await openPage()
  const signedIn = createLatchkeyClient()
  await signedIn.signIn(person)
  page.calls.length = 0
  return { page, signedIn, api: createApiClient({ baseUrl: page.url }) }
}

test('what is read comes with its type, in the session of this browser', async () => {
  const { api } = await signedInPage()
  const { data } = await api.GET('/account')
  expect(data?.user.email).toBe(alice.email)
})

test('what changes something goes with the CSRF token, which is read once', async () => {
  const { api, page } = await signedInPage()
  expect((await api.PATCH('/account', { body: { name: 'Alice' } })).data?.user.name).toBe('Alice')
  expect((await api.PATCH('/account', { body: { name: 'Alice L.' } })).data?.user.name).toBe('Alice L.')
  expect(page.calls).toEqual(['GET /session', 'PATCH /account', 'PATCH /account'])
})

test('a token that is out of date is read again, and the request repeated once with its body', async () => {
  const { api, page, signedIn } = await signedInPage()
  await api.PATCH('/account', { body: { name: 'Alice' } })
  await signedIn.signIn(alice)
  page.calls.length = 0
  expect((await api.PATCH('/account', { body: { name: 'Ada' } })).data?.user.name).toBe('Ada')
  expect(page.calls).toEqual(['PATCH /account', 'GET /session', 'PATCH /account'])
})

test('what was asked as one person is not sent as another', async () => {
  const { api, page, signedIn } = await signedInPage()
  await api.PATCH('/account', { body: { name: 'Alice' } })
  await signedIn.signIn(bob)
  page.calls.length = 0
  const { error, response } = await api.PATCH('/account', { body: { name: 'Mallory' } })
  expect(response.status).toBe(403)
  expect(error).toMatchObject({ reason: 'csrf_token_invalid' })
  expect(page.calls).toEqual(['PATCH /account', 'GET /session'])
})

test('a refusal is an answer, with its reason', async () => {
  const { api } = await signedInPage()
  const { data, error, response } = await api.DELETE('/account/sessions/{id}', {
    params: { path: { id: 'ses_0' } },
  })
  expect([data, response.status]).toEqual([undefined, 404])
  expect(error?.reason).toBe('session_unknown')
})

test('while nothing answers a call rejects, and the next one asks again', async () => {
  const { api, page } = await signedInPage()
  page.isCut = true
  await expect(api.PATCH('/account', { body: { name: 'Alice' } })).rejects.toThrow()
  page.isCut = false
  expect((await api.PATCH('/account', { body: { name: 'Alice' } })).data?.user.name).toBe('Alice')
})

test('a program sends its access token, asked for anew each time, and no cookie', async () => {
  const sent: Request[] = []
  let asked = 0
  const api = createApiClient({
    baseUrl: 'https://auth.example.com/',
    accessToken: async () => `token-${++asked}`,
    fetch: async (given) => {
      sent.push(given as Request)
      return Response.json({ sub: 'usr_1' })
    },
  })
  await api.GET('/oauth/userinfo')
  await api.POST('/ssf/verify', { body: { stream_id: 'str_1' } })
  expect(
    sent.map(({ url, headers }) => [url, headers.get('authorization'), headers.get('x-xsrf-token')]),
  ).toEqual([
    ['https://auth.example.com/oauth/userinfo', 'Bearer token-1', null],
    ['https://auth.example.com/ssf/verify', 'Bearer token-2', null],
  ])
  expect(sent.map(({ credentials, redirect }) => [credentials, redirect])).toEqual([
    ['omit', 'error'],
    ['omit', 'error'],
  ])
})
