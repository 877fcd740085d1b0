import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { postForm, visit } from '../../test/visit.js'
import { type Providers, startProviders } from '../index.js'

let providers: Providers
beforeEach(async () => {
  providers = await startProviders()
})
afterEach(() => providers.close())

const set = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  postForm(`${providers.url}/switches`, fields, headers)
const panel = async () => (await visit(providers.url)).text()
const isGitHubFailing = async () => (await visit(`${providers.github.url}/user`)).status === 500

test('every provider is on the page, and behaves', async () => {
  const text = await panel()
  for (const { url } of [providers.google, providers.github]) expect(text).toContain(url)
  expect(text).not.toContain('Misbehaves')
  expect(text).not.toContain(' checked')
})

test('a switch that is set works at once, for its provider alone, and shows on the page', async () => {
  const answer = await set({ twin: 'github', decision: 'set', failing: 'on', slow: '5' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/#github'])
  expect(await isGitHubFailing()).toBe(true)
  expect((await visit(`${providers.google.url}/jwks`)).status).toBe(200)
  const text = await panel()
  // Above all twins, and at its own.
  expect(text.match(/Misbehaves: [^.<]+/g)).toEqual([
    'Misbehaves: slow, failing',
    'Misbehaves: slow, failing',
  ])
  expect(text).toMatch(/id="github-failing" name="failing" type="checkbox" value="on" checked/)
  expect(text).toMatch(/id="github-slow"[^>]* value="5"/)
})

test('a form without a switch puts it back, and so does the other button, whatever is checked', async () => {
  providers.github.misbehave({ failing: true })
  await set({ twin: 'github', decision: 'set', slow: '0' })
  expect(await isGitHubFailing()).toBe(false)
  providers.github.misbehave({ failing: true })
  await set({ twin: 'github', decision: 'behave', failing: 'on', slow: '0' })
  expect(await isGitHubFailing()).toBe(false)
})

test('what an application needs to be known is on the page, keys in lines', async () => {
  const text = await panel()
  const { apple, github } = providers
  for (const value of [github.client.id, github.client.secret, apple.client.teamId])
    expect(text).toContain(value)
  expect(text).toContain(apple.client.privateKey.trim())
})

test('what was switched by code shows on the page', async () => {
  providers.google.misbehave({ badSignature: true })
  expect(await panel()).toContain('Misbehaves: badSignature.')
})

describe('nobody else moves a switch', () => {
  test.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
  ])('%s is refused', async (_, headers) => {
    expect((await set({ twin: 'github', failing: 'on' }, headers)).status).toBe(403)
    expect(await isGitHubFailing()).toBe(false)
  })

  test('a request for another host is refused', async () => {
    const { port } = new URL(providers.url)
    const status = await new Promise((resolve, reject) => {
      request({ port, host: 'localhost', headers: { host: 'evil.example' } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(421)
  })
})

test.each([
  ['a provider that is not there', { twin: 'constructor', failing: 'on' }],
  ['no provider', { failing: 'on' }],
  ['a delay that is no number', { twin: 'github', failing: 'on', slow: 'soon' }],
  ['a delay beyond a minute', { twin: 'github', failing: 'on', slow: '60001' }],
  ['a delay in another notation', { twin: 'github', failing: 'on', slow: '1e3' }],
])('%s is refused', async (_, fields) => {
  expect((await set(fields)).status).toBe(400)
  expect(await isGitHubFailing()).toBe(false)
})

test('the page carries a strict policy and no script', async () => {
  const response = await visit(providers.url)
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
  expect(await response.text()).not.toContain('<script')
})
