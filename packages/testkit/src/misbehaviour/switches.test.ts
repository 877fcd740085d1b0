import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { answerOf, REDIRECT_URI, signInAs, visit, withDeviation } from '../../test/visit.js'
import { type Misbehaviour, type Providers, startProviders } from '../index.js'
import type { switchesOfAll } from './switches.js'

let providers: Providers
beforeAll(async () => {
  providers = await startProviders()
})
afterAll(() => providers.close())

type CommonSwitch = (typeof switchesOfAll)[number]

/** What these tests know of a twin: where it can be asked for data, and how a sign-in begins. */
interface Subject {
  readonly misbehave: (misbehaviour: Misbehaviour<CommonSwitch>) => void
  readonly behave: () => void
  readonly url: string
  readonly clientId: string
  readonly data: string
  readonly authorize: string
  readonly subject: string
  /** What the real provider says when somebody cancels. */
  readonly cancelled: string
}

const subjects: Record<string, () => Subject> = {
  google: () => ({
    ...providers.google,
    clientId: providers.google.client.id,
    data: '/jwks',
    authorize: '/authorize',
    subject: providers.google.people[0]?.sub ?? '',
    cancelled: 'access_denied',
  }),
  github: () => ({
    ...providers.github,
    clientId: providers.github.client.id,
    data: '/user',
    authorize: '/login/oauth/authorize',
    subject: String(providers.github.people[0]?.id),
    cancelled: 'access_denied',
  }),
  facebook: () => ({
    ...providers.facebook,
    clientId: providers.facebook.client.id,
    data: '/me',
    authorize: '/v23.0/dialog/oauth',
    subject: providers.facebook.people[0]?.id ?? '',
    cancelled: 'access_denied',
  }),
  apple: () => ({
    ...providers.apple,
    clientId: providers.apple.client.id,
    data: '/auth/keys',
    authorize: '/auth/authorize',
    subject: providers.apple.people[0]?.sub ?? '',
    cancelled: 'user_cancelled_authorize',
  }),
  auth0: () => ({
    ...providers.auth0,
    clientId: providers.auth0.client.id,
    data: '/.well-known/jwks.json',
    authorize: '/authorize',
    subject: providers.auth0.people[0]?.userId ?? '',
    cancelled: 'access_denied',
  }),
  microsoft: () => ({
    ...providers.microsoft,
    clientId: providers.microsoft.client.id,
    data: '/common/discovery/v2.0/keys',
    authorize: '/common/oauth2/v2.0/authorize',
    subject: providers.microsoft.people[0]?.oid ?? '',
    cancelled: 'access_denied',
  }),
}

describe.each(Object.keys(subjects))('%s', (name) => {
  let twin: Subject
  beforeAll(() => {
    const subject = subjects[name]?.()
    if (subject === undefined) throw new Error(`${name} is not described`)
    twin = subject
  })
  afterEach(() => twin.behave())

  const ask = () => visit(twin.url + twin.data)
  const authorizeUrl = () => {
    const request = {
      client_id: twin.clientId,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: 'openid',
      state: 'state-of-the-client',
    }
    return `${twin.url}${twin.authorize}?${withDeviation(request, {})}`
  }

  test('down: the connection is reset, until it is put back', async () => {
    twin.misbehave({ down: true })
    await expect(ask()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
    await expect(visit(authorizeUrl())).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
    twin.misbehave({})
    expect((await visit(authorizeUrl())).status).toBe(200)
  })

  test('backChannelDown: a program is reset, people choose as ever', async () => {
    twin.misbehave({ backChannelDown: true })
    await expect(ask()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
    expect((await signInAs(authorizeUrl(), twin.subject)).searchParams.get('code')).toBeTruthy()
  })

  test('backChannelFailing: a program gets a 500, people choose as ever', async () => {
    twin.misbehave({ backChannelFailing: true })
    expect((await ask()).status).toBe(500)
    expect((await signInAs(authorizeUrl(), twin.subject)).searchParams.get('code')).toBeTruthy()
  })

  test('redirectUriNotRegistered: nobody chooses, and the answer is the one of the real provider', async () => {
    twin.misbehave({ redirectUriNotRegistered: true })
    const answer = await visit(authorizeUrl())
    if (name === 'github') {
      expect(answerOf(answer).get('error')).toBe('redirect_uri_mismatch')
      expect(answerOf(answer).get('state')).toBe('state-of-the-client')
    } else {
      expect(answer.status).toBe(400)
      expect(answer.headers.get('location')).toBeNull()
      expect(await answer.text()).toContain('is not one of the addresses registered')
    }
  })

  test('failing: every answer is a 500', async () => {
    twin.misbehave({ failing: true })
    expect([(await ask()).status, (await visit(authorizeUrl())).status]).toEqual([500, 500])
  })

  test('garbage: HTML stands where data should be, and pages stay', async () => {
    twin.misbehave({ garbage: true })
    const answer = await ask()
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/)
    await expect(answer.json()).rejects.toThrow(SyntaxError)
    expect(await (await visit(authorizeUrl())).text()).toContain('Choose a person')
  })

  test('hugeAnswer: data is padded, and still says what it said', async () => {
    const genuine = await (await ask()).json()
    twin.misbehave({ hugeAnswer: true })
    const { padding, ...told } = await (await ask()).json()
    expect(padding).toHaveLength(16 * 1024 * 1024)
    expect(Object.keys(told)).toEqual(Object.keys(genuine))
  })

  test('slow: who does not wait that long gives up, who waits is answered', async () => {
    twin.misbehave({ slow: 60_000 })
    const impatient = fetch(twin.url + twin.data, { signal: AbortSignal.timeout(200) })
    await expect(impatient).rejects.toThrow('timeout')
    twin.misbehave({ slow: 1 })
    expect((await visit(authorizeUrl())).status).toBe(200)
  })

  test('deny: the answer is the one of somebody who cancels', async () => {
    twin.misbehave({ deny: true })
    expect(answerOf(await visit(authorizeUrl())).get('error')).toBe(twin.cancelled)
  })

  test('wrongState: the answer carries another state', async () => {
    const stateOf = async () => (await signInAs(authorizeUrl(), twin.subject)).searchParams.get('state')
    expect(await stateOf()).toBe('state-of-the-client')
    twin.misbehave({ wrongState: true })
    expect(await stateOf()).toBe('state-of-another-sign-in')
  })

  test.each([
    ['a negative delay', { slow: -1 }],
    ['half a millisecond', { slow: 0.5 }],
    ['a delay beyond a minute', { slow: 60_001 }],
    ['a text', { down: 'yes' }],
    ['a switch nobody has', { explode: true }],
  ])('%s is a TypeError and changes nothing', async (_, misbehaviour) => {
    twin.misbehave({ failing: true })
    expect(() => twin.misbehave(misbehaviour as Misbehaviour<CommonSwitch>)).toThrow(TypeError)
    expect((await ask()).status).toBe(500)
  })

  test('switches that are left out are put back', async () => {
    twin.misbehave({ failing: true })
    twin.misbehave({ slow: 1 })
    expect((await visit(authorizeUrl())).status).toBe(200)
  })
})

test.each([
  ['google', ''],
  ['apple', ''],
  ['auth0', ''],
  ['microsoft', '/common/v2.0'],
] as const)(
  '%s: with its back channel down, an application that has just started can still send people there',
  async (name, authority) => {
    const twin = providers[name]
    twin.misbehave({ backChannelDown: true })
    const { status } = await visit(`${twin.url}${authority}/.well-known/openid-configuration`)
    twin.behave()
    expect(status).toBe(200)
  },
)
