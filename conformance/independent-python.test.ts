import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API } from '../packages/server/test/fixtures/test-latchkey.js'
import { type ListeningLatchkey, startListeningLatchkey } from './fixtures/start-listening-latchkey.js'

// APIs are written in Python too. These are the JWT libraries Debian ships, reading our key set over real HTTP.

const PYTHON = '/usr/bin/python3'
const script = new URL('./fixtures/verify_access_token.py', import.meta.url).pathname

const libraries = [
  { module: 'jose', algorithms: ['ES256', 'RS256'] },
  { module: 'jwt', algorithms: ['ES256', 'RS256', 'EdDSA'] },
] as const

const isInstalled = (module: string): boolean => {
  const { status } = spawnSync(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' })
  if (status === 0) return true
  console.warn(
    `SKIPPED: ${PYTHON} cannot import ${module}, so no independent Python library checked our tokens. ` +
      'Install them with: apt-get install python3-jose python3-jwt',
  )
  return false
}

const tamper = (token: string, part: 0 | 1 | 2): string => {
  const parts = token.split('.')
  const text = parts[part] ?? ''
  const middle = Math.floor(text.length / 2)
  parts[part] = text.slice(0, middle) + (text[middle] === 'A' ? 'B' : 'A') + text.slice(middle + 1)
  return parts.join('.')
}

for (const { module, algorithms } of libraries) {
  describe.skipIf(!isInstalled(module))(`Python's ${module}`, () => {
    describe.each(algorithms)('with %s', (signingAlgorithm) => {
      let server: ListeningLatchkey
      let token: string
      beforeAll(async () => {
        server = await startListeningLatchkey({ signingAlgorithm })
        token = await signIn(server)
      })
      afterAll(() => server[Symbol.asyncDispose]())

      /** What the library makes of a token: its claims, or why it refused. */
      const verify = async (given: string, audience = API, issuer = server.issuer): Promise<Verdict> => {
        const jwks = server.issuer + paths.jwks
        const asked = [script, module, jwks, signingAlgorithm, issuer, audience, given]
        const { stdout } = await promisify(execFile)(PYTHON, asked)
        return JSON.parse(stdout)
      }

      test('accepts our access token and reads the same claims', async () => {
        const { claims } = await verify(token)
        expect(claims).toMatchObject({ iss: server.issuer, aud: API, client_id: 'web' })
        expect(claims?.['sub']).toMatch(/^usr_/)
      })

      test.each([0, 1, 2] as const)('refuses it with part %i changed by one character', async (part) => {
        const { claims, refused } = await verify(tamper(token, part))
        expect(claims).toBeUndefined()
        expect(refused).toMatch(/^\w+Error: /)
      })

      test('refuses it for another API and from another issuer', async () => {
        expect(await verify(token, 'https://other.example')).toHaveProperty('refused')
        expect(await verify(token, API, `${server.issuer}/`)).toHaveProperty('refused')
      })
    })
  })
}

interface Verdict {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly refused?: string
}

const signIn = async ({ issuer, provider }: ListeningLatchkey): Promise<string> => {
  const response = await fetch(issuer + paths.token, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: await provider.issueIdToken(),
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      client_id: 'web',
      client_secret: 'web-secret-web-secret-web-secret-0123',
    }),
  })
  return (await response.json()).access_token
}
