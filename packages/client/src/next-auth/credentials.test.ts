import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { HostConfig } from './host-config.js'
import { createLatchkeyBridge, type LatchkeyCredentialsOptions } from './index.js'

// What NextAuth hands to authorize, in all its shapes. A server that lets everybody in says what was asked of it.

let server: Server
const asked: Record<string, string>[] = []

const tokens = JSON.stringify({
  access_token: 'token',
  token_type: 'Bearer',
  expires_in: 600,
  refresh_token: 'lkrt_1',
  scope: '',
  session_id: 'ses_1',
  user: { sub: 'usr_1' },
  device_token: 'lkdv_2',
})

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const text of request.setEncoding('utf8')) body += text
    asked.push(Object.fromEntries(new URLSearchParams(body)))
    response.end(tokens)
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
})
beforeEach(() => {
  asked.length = 0
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
})

const createBridge = () =>
  createLatchkeyBridge({
    issuer: `http://localhost:${(server.address() as AddressInfo).port}`,
    clientId: 'web',
    clientSecret: 'secret',
  })

/** Connected as in an app of NextAuth v4, which refuses with plain errors. */
const connected = (options?: LatchkeyCredentialsOptions) => {
  const bridge = createBridge()
  const { callbacks } = bridge.authOptions({ providers: [] } as never) as HostConfig
  return { ...bridge.credentials(options), callbacks }
}

const typed = () => ({ email: 'ada@example.com', password: 'a sentence about herons' })

describe('the credentials provider', () => {
  test('lets nobody in unless the config around it is connected: NextAuth would sign them in without Latchkey', async () => {
    await expect(createBridge().credentials().authorize(typed(), {})).rejects.toThrow(/latchkey\.config\(/)
    expect(asked).toEqual([])
  })

  test('takes the password out of what NextAuth goes on holding, whatever comes of it', async () => {
    const right = typed()
    await connected().authorize(right, {})
    const odd = { email: 7, password: 'a sentence about herons' }
    await expect(connected().authorize(odd, {})).rejects.toThrow('credentials_wrong')
    expect([right, odd]).toEqual([{ email: 'ada@example.com' }, { email: 7 }])
  })

  test.each([
    undefined,
    {},
    { email: ['ada@example.com'], password: 'x' },
    { email: 'ada@example.com', password: { length: 9 } },
  ])('answers a form that cannot be right as a wrong one, without a call: %j', async (form) => {
    await expect(connected().authorize(form, {})).rejects.toThrow('credentials_wrong')
    expect(asked).toEqual([])
  })

  test('passes no address on unless the app says where to read it', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.1' }
    await connected().authorize(typed(), { headers })
    await connected({ userAddress: (seen) => seen.get('X-Forwarded-For') ?? undefined }).authorize(typed(), {
      headers,
    })
    expect(asked.map((form) => form['user_address'])).toEqual([undefined, '198.51.100.1'])
  })

  test('an address that is not there is not an empty one', async () => {
    const { authorize } = connected({ userAddress: (headers) => headers.get('x-real-ip') ?? '' })
    await authorize(typed(), { headers: {} })
    expect(asked[0]).not.toHaveProperty('user_address')
  })

  test.each([
    { secure: false, presented: 'lkdv_plain' },
    { secure: true, presented: 'lkdv_host' },
  ])('presents $presented where useSecureCookies is $secure, and no other', async ({ secure, presented }) => {
    const bridge = createBridge()
    bridge.authOptions({ providers: [], useSecureCookies: secure } as never)
    await bridge.credentials().authorize(typed(), {
      headers: { cookie: 'latchkey.device=lkdv_plain; __Host-latchkey.device=lkdv_host' },
    })
    expect(asked[0]).toMatchObject({ device_token: presented })
  })

  test('lets a known browser in where Next answers no request, as in the Pages Router and outside Next', async () => {
    const user = await connected().authorize(typed(), { headers: { cookie: 'latchkey.device=lkdv_1' } })
    expect(user).toEqual({ id: 'usr_1', email: null, name: null, image: null })
    expect(asked).toEqual([expect.objectContaining({ device_token: 'lkdv_1' })])
  })

  test('and where Next is not installed', async () => {
    vi.doMock('next/headers.js', () => {
      throw new Error('Cannot find package')
    })
    const signIn = connected().authorize(typed(), {})
    await expect(signIn.finally(() => vi.doUnmock('next/headers.js'))).resolves.toMatchObject({ id: 'usr_1' })
  })

  test('reads the headers of an HTTP/2 server, which keeps others than headers among them', async () => {
    await connected().authorize(typed(), {
      headers: { ':path': '/', cookie: undefined, 'user-agent': 'Browser/2' },
    })
    expect(asked[0]).toMatchObject({ user_agent: 'Browser/2' })
  })

  test('what it opened is good for one sign-in', async () => {
    const { authorize, callbacks } = connected()
    const user = await authorize(typed(), {})
    const account = { provider: 'latchkey', type: 'credentials' }
    const signIn = async () => callbacks?.jwt?.({ token: {}, user, account })
    expect(await signIn()).toMatchObject({ sub: 'usr_1' })
    await expect(signIn()).rejects.toMatchObject({ code: 'proof_missing' })
  })

  test('a user that looks the same is not the one it opened a session for', async () => {
    const { authorize, callbacks } = connected()
    const user = { ...(await authorize(typed(), {})) }
    const account = { provider: 'passkey', type: 'webauthn' }
    const signIn = async () => callbacks?.jwt?.({ token: {}, user, account })
    await expect(signIn()).rejects.toMatchObject({ code: 'proof_missing' })
  })
})
