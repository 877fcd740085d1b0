import { describe, expect, test } from 'vitest'
import { CommandError } from './command-error.js'
import { presetFor, writeIssuer } from './preset-for.js'

const audience = ['https://api.example.com']

test.each([
  ['https://shop.eu.auth0.com/', 'auth0'],
  ['https://shop.okta.com/oauth2/default', 'okta'],
  ['https://id.example.com/realms/shop', 'keycloak'],
])('%s looks like %s, without asking it', async (issuer, preset) => {
  expect(await presetFor(issuer)).toBe(preset)
})

describe('an issuer is trusted under the very name it has,', () => {
  test.each([
    ['auth0', 'https://shop.eu.auth0.com/'],
    ['auth0', 'http://localhost:4400/auth0/'],
    ['okta', 'https://shop.okta.com/oauth2/default'],
    ['keycloak', 'https://id.example.com/realms/shop'],
    ['oidc', 'https://id.example.com/'],
    ['latchkey', 'https://auth.example.com'],
  ])('by %s: %s', (preset, issuer) => {
    const written = writeIssuer(preset, { issuer, audience })
    expect(written.issuer).toMatchObject({ kind: preset, names: [issuer], audience: { names: audience } })
    expect(written.writtenAs).toMatch(
      new RegExp(`^createGuard\\(\\{ issuers: \\[${preset}\\(\\{.*\\}\\)\\] \\}\\)$`),
    )
  })
})

test.each(['entra', 'nobody', 'toString'])(
  'a preset %s is none here, and what there is is told',
  (preset) => {
    expect(() => writeIssuer(preset, { issuer: 'https://id.example.com', audience })).toThrow(CommandError)
    expect(() => writeIssuer(preset, { issuer: 'https://id.example.com', audience })).toThrow(preset)
  },
)
