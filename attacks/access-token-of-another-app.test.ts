import { ACCESS_TOKEN_TYPE, errorBody, paths, TOKEN_EXCHANGE_GRANT, tokenResponse } from '@latchkey/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CONFIDENTIAL } from '../packages/server/test/fixtures/test-latchkey.js'
import {
  chooseAt,
  leaveFor,
  startSocialDoor,
  type TestSocialDoor,
} from '../packages/server/test/fixtures/test-social.js'

// An application that people signed in to with GitHub, Facebook or Google presents the access token it got there as if it were
// ours, to be let in as them.

let door: TestSocialDoor
beforeAll(async () => {
  door = await startSocialDoor({ facebookTrusted: true })
})
afterAll(() => door[Symbol.asyncDispose]())
afterEach(() => {
  for (const name of ['google', 'github', 'facebook'] as const) door.providers[name].behave()
})

const exchange = async (provider: string | undefined, accessToken: string) => {
  const answer = await door.post(
    paths.token,
    {
      grant_type: TOKEN_EXCHANGE_GRANT,
      subject_token: accessToken,
      subject_token_type: ACCESS_TOKEN_TYPE,
      ...(provider !== undefined && { subject_issuer: provider }),
    },
    CONFIDENTIAL,
  )
  const body: unknown = await answer.json()
  return answer.ok
    ? { status: 200, user: tokenResponse.parse(body).user }
    : { status: answer.status, reason: errorBody.parse(body).reason }
}

const tokenAt = (name: 'github' | 'facebook', clientId?: string): string =>
  door.providers[name].issueAccessToken({ clientId })

describe.each(['github', 'facebook'] as const)('at %s', (name) => {
  test('a token of ours lets its person in, and again', async () => {
    const accessToken = tokenAt(name)
    const first = await exchange(name, accessToken)
    expect(first).toMatchObject({ status: 200, user: { name: 'Mara Lindqvist' } })
    expect(await exchange(name, accessToken)).toEqual(first)
  })

  test('a genuine token of another application lets nobody in', async () => {
    expect(await exchange(name, tokenAt(name, 'another-app'))).toEqual({
      status: 400,
      reason: 'provider_token_refused',
    })
  })

  test.each(['', 'nonsense', 'a b', 'x'.repeat(5_000), '../../user', '?access_token=x'])(
    'the text %j is none',
    async (text) => {
      const { status, reason } = await exchange(name, text)
      expect([status, reason]).toEqual([400, text === '' ? 'missing_parameter' : 'provider_token_refused'])
    },
  )

  test('a token of one provider is none at another', async () => {
    const other = name === 'github' ? 'facebook' : 'github'
    expect(await exchange(other, tokenAt(name))).toMatchObject({ reason: 'provider_token_refused' })
  })

  test.each([{ down: true }, { failing: true }, { garbage: true }] as const)(
    'while it is %j nobody is let in',
    async (misbehaviour) => {
      const accessToken = tokenAt(name)
      door.providers[name].misbehave(misbehaviour)
      expect(await exchange(name, accessToken)).toEqual({ status: 503, reason: 'provider_unreachable' })
    },
  )
})

test('an expired token of Facebook is refused', async () => {
  const accessToken = tokenAt('facebook')
  door.providers.facebook.misbehave({ expired: true })
  expect(await exchange('facebook', accessToken)).toMatchObject({ reason: 'provider_token_refused' })
})

test('a token of Google is accepted when Google says that it is ours', async () => {
  const { client, issuer } = door.providers.google
  const redirectUri = 'http://localhost:5173/auth/callback/google'
  const address = await leaveFor(door.openBrowser(), 'google')
  for (const name of ['code_challenge', 'code_challenge_method']) address.searchParams.delete(name)
  const landed = await chooseAt(address, door.providers.google.people[0]?.sub)
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: landed.url.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      client_id: client.id,
      client_secret: client.secret,
    }),
  })
  const { access_token: accessToken } = (await answer.json()) as { access_token: string }
  expect(await exchange('google', accessToken)).toMatchObject({
    status: 200,
    user: { email: 'mara_lindqvist@gmail.com', email_verified: true },
  })
  expect(await exchange('google', 'nonsense')).toMatchObject({ reason: 'provider_token_refused' })
})

test.each([
  [undefined, 'missing_parameter'],
  ['nobody', 'provider_unknown'],
  ['apple', 'provider_unknown'],
])('a provider must be named that can say whose a token is: %s', async (provider, reason) => {
  expect(await exchange(provider, 'token')).toMatchObject({ reason })
})
