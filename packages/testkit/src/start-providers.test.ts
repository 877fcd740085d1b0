import { afterEach, describe, expect, test, vi } from 'vitest'
import { visit } from '../test/visit.js'
import { type Providers, type ProvidersOptions, startProviders } from './index.js'

afterEach(() => vi.unstubAllEnvs())

const urlsOf = ({ google, github, facebook, microsoft, apple, auth0 }: Providers): readonly string[] =>
  [google, github, facebook, microsoft, apple, auth0].map(({ url }) => url)

describe('in production', () => {
  test('nothing starts', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    await expect(startProviders()).rejects.toThrow('refuses to run with NODE_ENV=production')
  })

  test('nothing is issued, even when it was started before', async () => {
    await using providers = await startProviders()
    vi.stubEnv('NODE_ENV', 'production')
    expect(() => providers.github.issueAccessToken()).toThrow('NODE_ENV=production')
    expect(() => providers.facebook.issueAccessToken()).toThrow('NODE_ENV=production')
    expect(() => providers.auth0.issueAccessToken()).toThrow('NODE_ENV=production')
    await expect(providers.apple.issueIdToken()).rejects.toThrow('NODE_ENV=production')
    await expect(providers.microsoft.forgeIdToken('unsigned')).rejects.toThrow('NODE_ENV=production')
  })
})

test.each<[string, ProvidersOptions]>([
  ['every interface', { host: '0.0.0.0' }],
  ['a port that is none', { port: -1 }],
  ['a quota that lets nobody in', { auth0: { userinfoPerMinute: 0 } }],
  ['an unknown option', { hosts: 'localhost' } as ProvidersOptions],
])('%s is a TypeError', async (_, options) => {
  await expect(startProviders(options)).rejects.toThrow(TypeError)
})

test('all twins are on one port, each below its own name', async () => {
  await using providers = await startProviders({ host: '127.0.0.1' })
  expect(providers.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const names = ['google', 'github', 'facebook', 'microsoft', 'apple', 'auth0']
  expect(urlsOf(providers)).toEqual(names.map((name) => `${providers.url}/${name}`))
})

test('a port that is taken is named, with what to do', async () => {
  await using providers = await startProviders()
  const port = Number(new URL(providers.url).port)
  await expect(startProviders({ port })).rejects.toThrow(
    `The development providers cannot listen on localhost port ${port}. Something else listens there already.`,
  )
})

test('closed providers answer nothing, and may be closed again', async () => {
  const providers = await startProviders()
  await visit(providers.url)
  await providers.close()
  await providers.close()
  await expect(visit(providers.url)).rejects.toThrow()
})

test('a sign-in that waits at one twin is nothing to another', async () => {
  await using providers = await startProviders()
  const request = new URLSearchParams({
    client_id: providers.github.client.id,
    redirect_uri: 'http://localhost:3000/callback',
  })
  const page = await (await visit(`${providers.github.url}/login/oauth/authorize?${request}`)).text()
  const [, sign_in = ''] = /name="sign_in" value="([^"]+)"/.exec(page) ?? []
  const body = new URLSearchParams({ sign_in, decision: 'cancel' })
  expect((await visit(`${providers.facebook.url}/choose`, { method: 'POST', body })).status).toBe(400)
  expect((await visit(`${providers.github.url}/choose`, { method: 'POST', body })).status).toBe(303)
})

test('what is not there points to the panel', async () => {
  await using providers = await startProviders()
  const response = await visit(`${providers.url}/nowhere`)
  expect([response.status, await response.text()]).toEqual([404, 'Nothing here. Start at /\n'])
})

test('only this machine is answered, at every twin', async () => {
  await using providers = await startProviders()
  const preflight = async (url: string, origin: string) => {
    const headers = { origin, 'access-control-request-method': 'GET' }
    const response = await visit(url, { method: 'OPTIONS', headers })
    return response.headers.get('access-control-allow-origin')
  }
  for (const url of [
    `${providers.github.url}/user`,
    `${providers.facebook.url}/me`,
    providers.auth0.jwksUri,
  ]) {
    expect(await preflight(url, 'http://localhost:5173')).toBe('http://localhost:5173')
    expect(await preflight(url, 'https://evil.example')).toBeNull()
  }
})
