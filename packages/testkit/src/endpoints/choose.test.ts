import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerOf, answerPage, authorizeUrl, pendingSignInOn, postForm, visit } from '../../test/visit.js'
import { type DevelopmentProvider, startDevelopmentProvider } from '../index.js'
import { subjectForAddress } from '../twins/google/subject-for-address.js'

let provider: DevelopmentProvider
beforeAll(async () => {
  provider = await startDevelopmentProvider()
})
afterAll(() => provider.close())

const firstPerson = () => ({ decision: 'person', person: provider.people[0]?.sub })
const somebody = {
  decision: 'new-person',
  name: 'Ada van Dyck',
  email: 'ada@mail.example',
  email_verified: 'yes',
}

describe('an answer goes back to the application', () => {
  test('choosing a person sends a code, the state and the issuer, and nothing else', async () => {
    const response = await answerPage(authorizeUrl(provider), firstPerson())
    expect(response.status).toBe(303)
    expect(Object.fromEntries(answerOf(response))).toEqual({
      code: expect.stringMatching(/^lkdev_ac_[\w-]{43}$/),
      state: 'state-of-the-client',
      iss: provider.issuer,
    })
  })

  test('cancelling sends access_denied', async () => {
    const answer = answerOf(await answerPage(authorizeUrl(provider), { decision: 'cancel' }))
    expect([answer.get('error'), answer.get('state'), answer.get('iss')]).toEqual([
      'access_denied',
      'state-of-the-client',
      provider.issuer,
    ])
    expect(answer.has('code')).toBe(false)
  })

  test('a page is answered once', async () => {
    const sign_in = await pendingSignInOn(await visit(authorizeUrl(provider)))
    const first = await postForm(`${provider.url}/choose`, { sign_in, ...firstPerson() })
    const second = await postForm(`${provider.url}/choose`, { sign_in, ...firstPerson() })
    expect([first.status, second.status, second.headers.get('location')]).toEqual([303, 400, null])
  })
})

describe('somebody new', () => {
  test('is the same person next time, however the address is written', async () => {
    await answerPage(authorizeUrl(provider), somebody)
    await answerPage(authorizeUrl(provider), { ...somebody, name: 'Ada Dyck', email: 'Ada@Mail.example' })
    const added = provider.people.filter(({ email }) => email.toLowerCase() === 'ada@mail.example')
    expect(added).toEqual([
      {
        sub: subjectForAddress('ada@mail.example'),
        email: 'Ada@Mail.example',
        emailVerified: true,
        name: 'Ada Dyck',
        givenName: 'Ada',
        familyName: 'Dyck',
        picture: `${provider.url}/avatars/${subjectForAddress('ada@mail.example')}.svg`,
      },
    ])
  })

  test('has an unverified address when the box is not checked', async () => {
    const email = 'unchecked@mail.example'
    await answerPage(authorizeUrl(provider), { ...somebody, email, email_verified: undefined })
    expect(provider.people.find((person) => person.email === email)?.emailVerified).toBe(false)
  })

  test.each([
    ['no name', { name: '  ' }, 'name', 'Enter a name.'],
    ['a name that is too long', { name: 'n'.repeat(101) }, 'name', 'Use at most 100 characters.'],
    ['a name with a control character', { name: 'A\u0007da' }, 'name', 'Leave out control characters.'],
    ['no address', { email: undefined }, 'email', 'Enter an address like mara@mail.example.'],
    ['half an address', { email: 'ada@' }, 'email', 'Enter an address like mara@mail.example.'],
    [
      'the address of the cast',
      { email: 'MARA_lindqvist@gmail.com' },
      'email',
      'This address belongs to Mara Lindqvist.',
    ],
  ])('%s is explained beside its field, and what was typed stays', async (_, deviation, field, sentence) => {
    const typed = { ...somebody, email: 'refused@mail.example', ...deviation }
    const response = await answerPage(authorizeUrl(provider), typed)
    const text = await response.text()
    expect(response.status).toBe(422)
    expect(text).toMatch(
      new RegExp(`<input id="${field}"[^>]* aria-invalid="true" aria-describedby="${field}-error"`),
    )
    expect(text).toContain(`id="${field}-error">${sentence}`)
    expect(text.match(/class="error"/g)).toHaveLength(1)
    expect(text.match(/autofocus/g)).toHaveLength(1)
    expect(text).toMatch(/<input id="email_verified"[^>]* checked/)
    expect(provider.people.some(({ email }) => email === 'refused@mail.example')).toBe(false)
  })

  test('can be typed again after a fault', async () => {
    const page = await answerPage(authorizeUrl(provider), { ...somebody, email: 'nowhere' })
    const corrected = { ...somebody, email: 'again@mail.example', sign_in: await pendingSignInOn(page) }
    expect(answerOf(await postForm(`${provider.url}/choose`, corrected)).has('code')).toBe(true)
  })

  test('is shown as text, whatever was typed', async () => {
    const name = '"><script>alert(1)</script>'
    const refused = await (
      await answerPage(authorizeUrl(provider), { ...somebody, name, email: name })
    ).text()
    await answerPage(authorizeUrl(provider), { ...somebody, name, email: 'hostile@mail.example' })
    const listed = await (await visit(authorizeUrl(provider))).text()
    for (const text of [refused, listed]) {
      expect(text).not.toContain('<script')
      expect(text).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
    }
  })

  test('does not grow the list without end', async () => {
    await using own = await startDevelopmentProvider()
    const cast = own.people.length
    for (let index = 0; index < 101; index += 1) {
      await answerPage(authorizeUrl(own), { ...somebody, email: `n${index}@mail.example` })
    }
    expect(own.people).toHaveLength(cast + 100)
    expect(own.people.some(({ email }) => email === 'n0@mail.example')).toBe(false)
    expect(own.people.at(-1)?.email).toBe('n100@mail.example')
  })
})

describe('the form cannot be sent by others', () => {
  const post = async (headers: Record<string, string>) => {
    const sign_in = await pendingSignInOn(await visit(authorizeUrl(provider)))
    return postForm(`${provider.url}/choose`, { sign_in, ...firstPerson() }, headers)
  }

  test.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin without a name', { origin: 'null' }],
  ])('%s is refused', async (_, headers) => {
    const response = await post(headers)
    expect([response.status, response.headers.get('location')]).toEqual([403, null])
  })

  test('our own page may send it', async () => {
    expect((await post({ 'sec-fetch-site': 'same-origin', origin: provider.url })).status).toBe(303)
  })

  test.each([
    ['a guessed handle', { sign_in: 'lkdev_si_guess' }],
    ['no handle', {}],
  ])('%s is refused', async (_, handle) => {
    const response = await postForm(`${provider.url}/choose`, { ...handle, ...firstPerson() })
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
  })
})

test.each([
  ['somebody who is not on the list', { decision: 'person', person: '404' }],
  ['nobody', { decision: 'person' }],
  ['a decision that does not exist', { decision: 'shrug' }],
  ['no decision', {}],
])('%s is refused', async (_, answer) => {
  const response = await answerPage(authorizeUrl(provider), answer)
  expect([response.status, response.headers.get('location')]).toEqual([400, null])
})

test('a page that was left open too long is refused', async () => {
  let now = Date.now()
  await using own = await startDevelopmentProvider({ clock: () => now })
  const sign_in = await pendingSignInOn(await visit(authorizeUrl(own)))
  now += 60 * 60_000
  expect((await postForm(`${own.url}/choose`, { sign_in, decision: 'cancel' })).status).toBe(400)
})
