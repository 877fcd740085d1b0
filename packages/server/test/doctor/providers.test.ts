import { github, google, type Provider } from '@latchkey/server'
import { startDevelopmentProvider } from '@latchkey/testkit'
import { expect, test } from 'vitest'
import { checkProviders } from '../../src/doctor/check-providers.js'

const HOME = 'https://auth.example.com'
const SECRET = 'client-secret-of-a-test'
const told = async (...providers: readonly Provider[]) => {
  const findings = await checkProviders(providers, HOME)
  expect(JSON.stringify(findings)).not.toContain(SECRET)
  return findings.map(({ severity, seen }) => `${severity}: ${seen}`)
}

test('a provider that answers is told with the redirect URI to register there', async () => {
  await using provider = await startDevelopmentProvider()
  expect(
    await told(
      google({ clientIds: ['latchkey-development'], clientSecret: SECRET, issuer: provider.issuer }),
    ),
  ).toEqual([
    `ok: google: ${provider.issuer} answers`,
    'ok: google: register https://auth.example.com/callback/google there as the redirect URI, to the letter',
  ])
})

test('a provider that cannot be asked, or is another, is told so', async () => {
  await using provider = await startDevelopmentProvider()
  const at = (issuer: string) => google({ clientIds: ['latchkey-development'], issuer })
  expect(await told(at('http://localhost:1'))).toEqual([
    expect.stringMatching(/^error: google: .*cannot be asked/),
  ])
  expect(await told(at(`${provider.issuer.replace('localhost', '127.0.0.1')}`))).toEqual([
    expect.stringMatching(/^error: google: .*cannot be asked/),
  ])
})

test('a client id that was never filled in, or is of another kind, is a warning', async () => {
  expect(await told(github({ clientId: 'your-client-id', clientSecret: SECRET }))).toEqual([
    'warning: github: "your-client-id" does not look like a client id there',
    expect.stringMatching(/^ok: github: register/),
  ])
  expect(await told(github({ clientId: 'Ov23liABCDEFGHIJKLMN', clientSecret: SECRET }))).toEqual([
    expect.stringMatching(/^ok: github: register/),
  ])
})
