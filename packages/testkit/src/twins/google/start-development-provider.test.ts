import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  type DevelopmentProviderOptions,
  developmentClient,
  developmentPeople,
  startDevelopmentProvider,
} from '../../index.js'

afterEach(() => vi.unstubAllEnvs())

describe('in production', () => {
  test('it does not start', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    await expect(startDevelopmentProvider()).rejects.toThrow('refuses to run with NODE_ENV=production')
  })

  test('it issues and forges nothing, even when it was started before', async () => {
    await using provider = await startDevelopmentProvider()
    vi.stubEnv('NODE_ENV', 'production')
    await expect(provider.issueIdToken()).rejects.toThrow('refuses to run with NODE_ENV=production')
    await expect(provider.forgeIdToken('unsigned')).rejects.toThrow('refuses to run with NODE_ENV=production')
  })
})

describe('options', () => {
  const [person] = developmentPeople
  const broken = { ...person, sub: 'auth0|1' } as (typeof developmentPeople)[number]

  test.each<[string, DevelopmentProviderOptions]>([
    ['every interface', { host: '0.0.0.0' }],
    ['a name that is not this machine', { host: 'localhost.example' }],
    ['an issuer with a query', { issuer: 'https://issuer.example/?tenant=1' }],
    ['an issuer with a trailing slash', { issuer: 'https://issuer.example/' }],
    ['an issuer that is no web address', { issuer: 'file:///etc' }],
    ['nobody', { people: [] }],
    ['a subject Google would not write', { people: [broken] }],
    ['two people with one subject', { people: [...developmentPeople, ...developmentPeople] }],
    ['no client', { clients: [] }],
    ['two clients with one id', { clients: [developmentClient, { id: developmentClient.id }] }],
    ['a script to be sent back to', { clients: [{ id: 'a', redirectUris: ['javascript:alert(1)'] }] }],
    ['a fragment to be sent back to', { clients: [{ id: 'a', redirectUris: ['https://a.example/#b'] }] }],
    ['a client that can be sent back nowhere', { clients: [{ id: 'a', redirectUris: [] }] }],
    ['an empty secret', { clients: [{ id: 'a', secret: '' }] }],
    ['a lifetime that is none', { idTokenLifetime: 0 }],
    ['an unknown option', { hosts: 'localhost' } as DevelopmentProviderOptions],
  ])('%s is a TypeError', async (_, options) => {
    await expect(startDevelopmentProvider(options)).rejects.toThrow(TypeError)
  })

  test('everything that is wrong is named at once', async () => {
    const options = { host: '0.0.0.0', port: -1, issuer: 'nothing' }
    await expect(startDevelopmentProvider(options)).rejects.toThrow(/port[\s\S]*host[\s\S]*issuer/)
  })

  test('a host that is this machine by another name is listened on', async () => {
    await using provider = await startDevelopmentProvider({ host: '127.0.0.1' })
    expect(provider.issuer).toBe(provider.url)
    expect(provider.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(provider.jwksUri)).status).toBe(200)
  })

  test('an issuer of another name leaves the endpoints where they are', async () => {
    await using provider = await startDevelopmentProvider({ issuer: 'https://accounts.google.com' })
    const metadata = await (await fetch(`${provider.url}/.well-known/openid-configuration`)).json()
    expect(metadata).toMatchObject({ issuer: 'https://accounts.google.com', jwks_uri: provider.jwksUri })
    const { payload } = await jwtVerify(
      await provider.issueIdToken(),
      createRemoteJWKSet(new URL(provider.jwksUri)),
    )
    expect(payload.iss).toBe('https://accounts.google.com')
  })

  test('people and clients replace the ones that come along', async () => {
    const own = { sub: '21', email: 'm@mail.example', emailVerified: false, name: 'M', givenName: 'M' }
    await using provider = await startDevelopmentProvider({ people: [own], clients: [{ id: 'mine' }] })
    expect(provider.people).toEqual([own])
    expect(provider.clients).toEqual([{ id: 'mine' }])
  })
})

test('a port that is taken is named, with what to do', async () => {
  await using provider = await startDevelopmentProvider()
  const port = Number(new URL(provider.url).port)
  await expect(startDevelopmentProvider({ port })).rejects.toThrow(
    `cannot listen on localhost port ${port}. Something else listens there already. Stop it, or choose another port.`,
  )
})

test('a closed provider answers nothing, and may be closed again', async () => {
  const provider = await startDevelopmentProvider()
  await fetch(provider.jwksUri)
  await provider.close()
  await provider.close()
  await expect(fetch(provider.jwksUri)).rejects.toThrow()
})

test('the cast holds one person for each case that sign-in must get right', () => {
  const cases = developmentPeople.map(({ email, emailVerified, hostedDomain, picture }) => [
    email.split('@')[1],
    emailVerified,
    hostedDomain,
    picture !== undefined,
  ])
  expect(cases).toEqual([
    ['gmail.com', true, undefined, true],
    ['workspace.example', true, 'workspace.example', true],
    ['post.example', true, undefined, true],
    ['unproven.example', false, undefined, true],
    ['letters.example', true, undefined, false],
  ])
  for (const { sub } of developmentPeople) expect(sub).toMatch(/^1\d{20}$/)
})

test('what is not there points to discovery', async () => {
  await using provider = await startDevelopmentProvider()
  const response = await fetch(provider.url)
  expect([response.status, await response.text()]).toEqual([
    404,
    'Nothing here. Start at /.well-known/openid-configuration\n',
  ])
})
