import { expect, test } from 'vitest'
import { startDevelopmentProvider } from '../index.js'

test('every picture of the cast is served here, to any page, and can run nothing', async () => {
  await using provider = await startDevelopmentProvider()
  const pictures = provider.people.flatMap(({ picture }) => picture ?? [])
  expect(pictures).toHaveLength(4)
  for (const picture of pictures) {
    const response = await fetch(picture)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(await response.text()).toMatch(/^<svg .*<\/svg>$/)
  }
})

test('a name is drawn as text, and whole characters stay whole', async () => {
  const person = { email: 'm@mail.example', emailVerified: true, name: 'x' }
  await using provider = await startDevelopmentProvider({
    people: [
      { ...person, sub: '1', givenName: '<script>', familyName: '&' },
      { ...person, sub: '2', givenName: '👩🏽‍🚀 Æsa' },
    ],
  })
  const draw = async (sub: string) => (await fetch(`${provider.url}/avatars/${sub}.svg`)).text()
  expect(await draw('1')).toContain('>&#60;&#38;</text>')
  expect(await draw('2')).toContain('>👩🏽‍🚀</text>')
})

test('nobody else has a picture', async () => {
  await using provider = await startDevelopmentProvider()
  expect((await fetch(`${provider.url}/avatars/404.svg`)).status).toBe(404)
})
