import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLatchkey, fastapiTokens } from '@latchkey/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { locationOf, openBrowser } from '../../../packages/client/test/browser.js'
import { readSession } from '../../../packages/client/test/sign-in.js'
import { sqlite } from '../../../packages/server/test/fixtures/databases.js'
import { addFormerPerson } from '../../../packages/server/test/fixtures/test-django-door.js'
import { ROOT_SECRET } from '../../../packages/server/test/fixtures/test-latchkey.js'
import { startArticle002 } from './start-article-002.js'

/** Django's encoding of "password". */
const HASH = 'pbkdf2_sha256$1000$seasalt$YIWkt6M1JFXrHg5s0jZjBSc7C2Cz6QvchSJ0h8Y+i7c='

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => vi.restoreAllMocks())

/** A Latchkey in the place of the old backend, in a process whose global classes Next.js has extended. */
const startBackend = async () => {
  const database = await sqlite.create()
  const open = (issuer: string) =>
    createLatchkey({
      issuer,
      secrets: [ROOT_SECRET],
      database: database.url,
      doors: [fastapiTokens()],
      logLevel: 'silent',
    })
  let latchkey = await open('http://localhost:4000')
  const server = createServer((request, response) => latchkey.nodeListener(request, response))
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    database,
    get latchkey() {
      return latchkey
    },
    restart: async () => {
      await latchkey.close()
      latchkey = await open('http://localhost:4000')
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await latchkey.close()
      await database.drop()
    },
  }
}

describe('the frontend of article 002, unchanged, with Latchkey in the place of its backend', () => {
  const startBoth = async () => {
    const backend = await startBackend()
    await addFormerPerson(
      { database: backend.database, clock: { now: Date.now, advance: () => {} } },
      { id: '1', email: 'admin@example.com', passwordHash: HASH, roles: ['staff', 'superuser'] },
    )
    const frontend = await startArticle002({ internalApiUrl: backend.issuer })
    const browser = openBrowser(frontend.origin, (request) => fetch(request))
    return {
      backend,
      browser,
      signIn: async (password: string): Promise<string> => {
        const { csrfToken } = await (await browser.get('/api/auth/csrf')).json()
        const form = {
          csrfToken,
          username: 'admin@example.com',
          password,
          callbackUrl: `${frontend.origin}/`,
        }
        const answer = await browser.post('/api/auth/callback/credentials', form)
        return locationOf(answer).replace(frontend.origin, '')
      },
      [Symbol.asyncDispose]: async () => {
        await frontend[Symbol.asyncDispose]()
        await backend[Symbol.asyncDispose]()
      },
    }
  }

  test('somebody signs in with the password they always had, and every page says who it is', async () => {
    await using both = await startBoth()
    expect(await both.signIn('wrong')).toMatch(/[?&]error=CredentialsSignin&code=credentials$/)
    expect(await both.signIn('password')).toBe('/')
    const expected = {
      user: { id: 1, email: 'admin@example.com', is_staff: true, is_superuser: true, name: null },
      access_token: expect.any(String),
      token_type: 'Bearer',
    }
    expect(await readSession(both.browser)).toMatchObject(expected)
    const page = await (await both.browser.get('/')).json()
    expect(page).toMatchObject(expected)
    expect(await both.backend.latchkey.guard.verify(page.access_token)).toMatchObject({
      roles: ['staff', 'superuser'],
    })
  })

  test('while Latchkey is put in place anew nobody is signed out', async () => {
    await using both = await startBoth()
    await both.signIn('password')
    await both.backend.restart()
    expect(await readSession(both.browser)).toMatchObject({ user: { id: 1 } })
  })
})
