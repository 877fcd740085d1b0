import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { appleClientSecret } from '../../test/apple-client-secret.js'
import { answerPage, carriedBy, postForm, REDIRECT_URI, withDeviation } from '../../test/visit.js'
import { type Misbehaviour, type Providers, startProviders } from '../index.js'
import type { switchesOfAll, switchesOfOidc } from './switches.js'

let providers: Providers
beforeAll(async () => {
  providers = await startProviders()
})
afterAll(() => providers.close())

type OidcSwitch = (typeof switchesOfAll)[number] | (typeof switchesOfOidc)[number]

/** What these tests know of a twin that issues ID tokens. */
interface Subject {
  readonly misbehave: (misbehaviour: Misbehaviour<OidcSwitch>) => void
  readonly behave: () => void
  readonly url: string
  readonly jwksUri: string
  readonly clientId: string
  readonly clientSecret: () => Promise<string> | string
  readonly authorize: string
  readonly token: string
  readonly subject: string
  /** What `iss` says of this person. */
  readonly iss: string
  /** What tells that an address is verified, when it is not. */
  readonly unverified: Readonly<Record<string, unknown>>
}

const subjects: Record<string, () => Subject> = {
  google: () => ({
    ...providers.google,
    clientId: providers.google.client.id,
    clientSecret: () => providers.google.client.secret,
    authorize: '/authorize',
    token: '/token',
    subject: providers.google.people[0]?.sub ?? '',
    iss: providers.google.issuer,
    unverified: { email_verified: false },
  }),
  microsoft: () => ({
    ...providers.microsoft,
    clientId: providers.microsoft.client.id,
    clientSecret: () => providers.microsoft.client.secret,
    authorize: '/common/oauth2/v2.0/authorize',
    token: '/common/oauth2/v2.0/token',
    subject: providers.microsoft.people[0]?.oid ?? '',
    iss: providers.microsoft.issuer.replace('{tenantid}', providers.microsoft.people[0]?.tid ?? ''),
    unverified: { xms_edov: false },
  }),
  apple: () => ({
    ...providers.apple,
    clientId: providers.apple.client.id,
    clientSecret: () => appleClientSecret(providers.apple),
    authorize: '/auth/authorize',
    token: '/auth/token',
    subject: providers.apple.people[0]?.sub ?? '',
    iss: providers.apple.issuer,
    unverified: { email_verified: 'false' },
  }),
  auth0: () => ({
    ...providers.auth0,
    clientId: providers.auth0.client.id,
    clientSecret: () => providers.auth0.client.secret,
    authorize: '/authorize',
    token: '/oauth/token',
    subject: providers.auth0.people[0]?.userId ?? '',
    iss: providers.auth0.issuer,
    unverified: { email_verified: false },
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

  const authorizeUrl = () => {
    const request = {
      client_id: twin.clientId,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      // Google goes by the query alone.
      response_mode: name === 'google' ? undefined : 'form_post',
      scope: 'openid profile email',
      nonce: 'nonce-of-the-client',
    }
    return `${twin.url}${twin.authorize}?${withDeviation({}, request)}`
  }
  const codeOf = async (): Promise<string> => {
    const answer = await answerPage(authorizeUrl(), { decision: 'person', person: twin.subject })
    const location = answer.headers.get('location')
    const fields = location === null ? (await carriedBy(answer)).fields : new URL(location).searchParams
    return fields.get('code') ?? ''
  }
  const exchange = async (): Promise<Response> =>
    postForm(twin.url + twin.token, {
      grant_type: 'authorization_code',
      client_id: twin.clientId,
      client_secret: await twin.clientSecret(),
      redirect_uri: REDIRECT_URI,
      code: await codeOf(),
    })
  const idToken = async (): Promise<string> => (await (await exchange()).json()).id_token
  /** What a relying party does that leaves nothing out. */
  const verify = async (token: string): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(twin.jwksUri)), {
      issuer: twin.iss,
      audience: twin.clientId,
      algorithms: ['RS256'],
    })
    if (payload['nonce'] !== 'nonce-of-the-client') throw new Error('another nonce')
    return payload
  }

  test('without a switch the token is good', async () => {
    expect(await verify(await idToken())).toMatchObject({ iss: twin.iss, aud: twin.clientId })
  })

  test.each([
    ['wrongAudience', /"aud" claim/],
    ['wrongIssuer', /"iss" claim/],
    ['wrongNonce', /another nonce/],
    ['expired', /"exp" claim/],
    ['badSignature', /signature verification failed/],
  ] as const)('%s: the token is wrong in that and in nothing else', async (switched, complaint) => {
    twin.misbehave({ [switched]: true })
    const token = await idToken()
    await expect(verify(token)).rejects.toThrow(complaint)
    twin.behave()
    await verify(await idToken())
  })

  test('unverifiedEmail: the address is told and not verified', async () => {
    twin.misbehave({ unverifiedEmail: true })
    const claims = decodeJwt(await idToken())
    expect(claims).toMatchObject({ email: expect.any(String), ...twin.unverified })
  })

  test('noEmail: nothing is told about an address', async () => {
    expect(decodeJwt(await idToken())).toHaveProperty('email')
    twin.misbehave({ noEmail: true })
    const claims = decodeJwt(await idToken())
    for (const claim of ['email', ...Object.keys(twin.unverified)]) expect(claims).not.toHaveProperty(claim)
  })

  test('replayedCode: the code was used before', async () => {
    twin.misbehave({ replayedCode: true })
    const refused = await exchange()
    expect(refused.status).toBeGreaterThanOrEqual(400)
    expect(await refused.json()).toHaveProperty('error', 'invalid_grant')
  })
})

describe('google alone', () => {
  const authorizeUrl = () => {
    const request = {
      client_id: providers.google.client.id,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: 'openid',
    }
    return `${providers.google.url}/authorize?${withDeviation(request, {})}`
  }
  const land = async () => {
    const person = providers.google.people[0]?.sub
    const answer = await answerPage(authorizeUrl(), { decision: 'person', person })
    return new URL(answer.headers.get('location') ?? '').searchParams
  }
  afterEach(() => providers.google.behave())

  test('wrongResponseIssuer: the answer names another issuer', async () => {
    expect((await land()).get('iss')).toBe(providers.google.issuer)
    providers.google.misbehave({ wrongResponseIssuer: true })
    expect((await land()).get('iss')).toBe('https://wrong-issuer.example')
  })

  test('tokenOfAnotherApp: tokeninfo tells another audience', async () => {
    const audience = async () => {
      const tokens = await postForm(`${providers.google.url}/token`, {
        grant_type: 'authorization_code',
        client_id: providers.google.client.id,
        client_secret: providers.google.client.secret,
        redirect_uri: REDIRECT_URI,
        code: (await land()).get('code') ?? '',
      })
      const { access_token } = await tokens.json()
      const info = await postForm(`${providers.google.url}/tokeninfo`, { access_token })
      return (await info.json()).aud
    }
    expect(await audience()).toBe(providers.google.client.id)
    providers.google.misbehave({ tokenOfAnotherApp: true })
    expect(await audience()).toBe('another-app')
  })

  test('userinfo and tokeninfo know no more of an address than the ID token', async () => {
    providers.google.misbehave({ noEmail: true })
    const id_token = await providers.google.issueIdToken()
    const info = await postForm(`${providers.google.url}/tokeninfo`, { id_token })
    expect(await info.json()).not.toHaveProperty('email')
  })
})
