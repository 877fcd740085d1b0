import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerOf, authorizeUrl, postForm, visit } from '../../test/visit.js'
import { type DevelopmentProvider, developmentClient, startDevelopmentProvider } from '../index.js'

let provider: DevelopmentProvider
const REGISTERED = 'https://app.example/callback?tenant=a%20b'

beforeAll(async () => {
  provider = await startDevelopmentProvider({
    clients: [
      developmentClient,
      {
        id: 'registered',
        secret: 'registered-secret',
        redirectUris: [REGISTERED, 'com.example.app:/signed-in'],
      },
      { id: 'public' },
    ],
  })
})
afterAll(() => provider.close())

describe('nobody is sent to an address that is not trusted', () => {
  test.each([
    ['an unknown client', { client_id: 'stranger' }],
    ['no client', { client_id: undefined }],
    ['no address', { redirect_uri: undefined }],
    ['another host', { redirect_uri: 'http://evil.example/callback' }],
    ['another scheme on loopback', { redirect_uri: 'ftp://localhost:3000/callback' }],
    ['a host that only begins like loopback', { redirect_uri: 'http://localhost.evil.example/' }],
    ['a host behind a user name', { redirect_uri: 'http://localhost:3000@evil.example/' }],
    ['a loopback address with a user name', { redirect_uri: 'http://someone@localhost:3000/' }],
    ['a backslash', { redirect_uri: 'http://localhost:3000\\@evil.example/' }],
    ['a fragment', { redirect_uri: 'http://localhost:3000/#fragment' }],
    ['a line break', { redirect_uri: 'http://localhost:3000/\r\nSet-Cookie: a=b' }],
    ['a script', { redirect_uri: 'javascript:alert(1)' }],
    [
      'a registered address with something added',
      { client_id: 'registered', redirect_uri: `${REGISTERED}&more` },
    ],
    [
      'a registered address, decoded',
      { client_id: 'registered', redirect_uri: 'https://app.example/callback?tenant=a b' },
    ],
    ['loopback for a client that registered others', { client_id: 'registered' }],
  ])('%s is refused on a page', async (_, deviation) => {
    const response = await visit(authorizeUrl(provider, deviation))
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).toContain('This sign-in cannot go on')
  })

  test.each(['client_id', 'redirect_uri'])('a repeated %s is refused on a page', async (name) => {
    const response = await visit(`${authorizeUrl(provider)}&${name}=http%3A%2F%2Flocalhost%3A9%2F`)
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
  })
})

describe('a fault behind a trusted address goes back to the client with its state and the issuer', () => {
  test.each([
    ['no response type', { response_type: undefined }, 'invalid_request'],
    ['the implicit flow', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['a scope without openid', { scope: 'email' }, 'invalid_scope'],
    ['a scope that only contains the word', { scope: 'openid2 email' }, 'invalid_scope'],
    ['PKCE plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE without a method, which means plain', { code_challenge_method: undefined }, 'invalid_request'],
    ['a PKCE method without a challenge', { code_challenge: undefined }, 'invalid_request'],
    ['a challenge that is no SHA-256', { code_challenge: 'short' }, 'invalid_request'],
    ['prompt=none while nobody is signed in', { prompt: 'none' }, 'login_required'],
    ['prompt=none with another', { prompt: 'none login' }, 'invalid_request'],
    ['an unknown prompt', { prompt: 'hypnotise' }, 'invalid_request'],
    ['a max_age that is no number', { max_age: 'soon' }, 'invalid_request'],
    ['a request object', { request: 'e30.e30.' }, 'request_not_supported'],
    ['a request by reference', { request_uri: 'https://app.example/r' }, 'request_uri_not_supported'],
    ['a registration', { registration: '{}' }, 'registration_not_supported'],
    ['an answer in the fragment', { response_mode: 'fragment' }, 'invalid_request'],
    [
      'a public client without PKCE',
      { client_id: 'public', code_challenge: undefined, code_challenge_method: undefined },
      'invalid_request',
    ],
  ])('%s', async (_, deviation, error) => {
    const response = await visit(authorizeUrl(provider, deviation))
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toMatch(/^http:\/\/localhost:3000\/callback\?/)
    expect(Object.fromEntries(answerOf(response))).toEqual({
      error,
      error_description: expect.stringMatching(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/), // RFC 6749 §4.1.2.1
      state: 'state-of-the-client',
      iss: provider.issuer,
    })
  })

  test('a repeated parameter, and a repeated state is not echoed', async () => {
    const answer = answerOf(await visit(`${authorizeUrl(provider)}&state=another`))
    expect(answer.get('error')).toBe('invalid_request')
    expect(answer.has('state')).toBe(false)
  })

  test('the query of a registered address stays as it was registered', async () => {
    const deviation = { client_id: 'registered', redirect_uri: REGISTERED, prompt: 'none' }
    const response = await visit(authorizeUrl(provider, deviation))
    expect(response.headers.get('location')).toMatch(
      /^https:\/\/app\.example\/callback\?tenant=a%20b&error=login_required&/,
    )
  })

  test('a private-use scheme of a native app is sent back to as well', async () => {
    const deviation = { client_id: 'registered', redirect_uri: 'com.example.app:/signed-in', prompt: 'none' }
    const response = await visit(authorizeUrl(provider, deviation))
    expect(response.headers.get('location')).toMatch(/^com\.example\.app:\/signed-in\?error=login_required&/)
  })
})

describe('the page', () => {
  const open = async (deviation: Record<string, string> = {}) => {
    const response = await visit(authorizeUrl(provider, deviation))
    return { response, text: await response.text() }
  }

  test('shows everyone, marks the address that is not verified, and says what it is', async () => {
    const { response, text } = await open()
    expect(response.status).toBe(200)
    for (const { email, sub } of provider.people) {
      expect(text).toContain(`>${email}</bdi>`)
      expect(text).toContain(`name="person" value="${sub}"`)
    }
    expect(text.match(/address not verified/g)).toHaveLength(1)
    expect(text).toContain('Development provider.')
    expect(text).toContain('<html lang="en">')
  })

  test('has a label for every field and an alternative text for every picture', async () => {
    const { text } = await open()
    const fields = [...text.matchAll(/<input id="([^"]+)"/g)].map(([, id]) => id)
    expect(fields).toEqual(['name', 'email', 'email_verified'])
    for (const id of fields) expect(text).toContain(`<label for="${id}">`)
    expect(text.match(/<img /g)).toHaveLength(provider.people.length)
    expect(text.match(/<img [^>]*alt=""/g)).toHaveLength(provider.people.length)
  })

  test('has no script, and a policy that would run none', async () => {
    const { response, text } = await open()
    expect(text).not.toMatch(/<script|javascript:|\son\w+=/i)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    )
  })

  test('may not be framed, cached or named to the application as referrer', async () => {
    const { response } = await open()
    expect(response.headers.get('x-frame-options')).toBe('DENY')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('same-origin')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('shows the person that login_hint names first', async () => {
    const { text } = await open({ login_hint: 'Noor.Haddad@unproven.example' })
    const names = [...text.matchAll(/class="name">([^<]+)</g)].map(([, name]) => name)
    expect(names[0]).toBe('Noor Haddad')
    expect(names).toHaveLength(provider.people.length)
  })

  test('writes an unknown login_hint into the form, as text', async () => {
    const { text } = await open({ login_hint: '"><script>alert(1)</script>@mail.example' })
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;@mail.example"')
    expect(text).not.toContain('<script')
  })

  test('shows the names of people and clients as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>"\''
    await using own = await startDevelopmentProvider({
      people: [
        {
          sub: '7',
          email: 'm@mail.example',
          emailVerified: true,
          name: hostile,
          givenName: '<svg',
          familyName: '&',
        },
      ],
      clients: [{ id: hostile }],
    })
    const text = await (await visit(authorizeUrl(own, { client_id: hostile }))).text()
    expect(text).not.toContain('<img src=x')
    expect(text.match(/&lt;img src=x onerror=alert\(1\)&gt;&quot;&#39;/g)).toHaveLength(2)
  })

  test('comes for a request sent as a form too', async () => {
    const [address = '', query] = authorizeUrl(provider).split('?')
    const response = await postForm(address, Object.fromEntries(new URLSearchParams(query)))
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('Choose a person')
  })
})
