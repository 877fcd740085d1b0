import { createLatchkeyClient, readSessionState } from '@latchkey/client'
import { createLatchkeyPlugin, requireSignIn, useUser } from '@latchkey/client/vue'
import { describe, expect, test } from 'vitest'
import { createSSRApp, defineComponent, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { alice } from '../door/door.js'
import { jarFetch } from '../door/jar-fetch.mjs'
import { openLine } from '../door/line.js'
import { afterwards } from '../door/page.js'

const openServer = async () => {
  const line = await openLine()
  afterwards(line.close)
  return line
}

/** What the browser of somebody who is signed in sends. */
const cookieOf = async (url: string): Promise<string> => {
  const browser = jarFetch()
  await createLatchkeyClient({ baseUrl: url, fetch: browser.fetch }).signIn(alice)
  return `theme=dark; ${browser.cookie()}`
}

describe('reading the session of a visitor on the server', () => {
  test('gives what the browser would be told, without a token', async () => {
    const { url } = await openServer()
    const state = await readSessionState<{ company?: string }>({ baseUrl: url, cookie: await cookieOf(url) })
    expect(state).toMatchObject({ status: 'signed_in', user: { email: alice.email } })
    expect(Object.keys(state)).toEqual(['status', 'user', 'session'])
  })

  test('asks nobody for a visitor without cookies', async () => {
    const { url, calls } = await openServer()
    expect(await readSessionState({ baseUrl: url, cookie: null })).toEqual({ status: 'signed_out' })
    expect(await readSessionState({ baseUrl: url, cookie: '' })).toEqual({ status: 'signed_out' })
    expect(calls).toEqual([])
  })

  test('leaves it to the browser when the server cannot be reached', async () => {
    const line = await openServer()
    line.isCut = true
    expect(await readSessionState({ baseUrl: line.url, cookie: 'latchkey=x' })).toEqual({ status: 'unknown' })
  })

  test('does not hide a wrong address', async () => {
    const line = await openServer()
    line.answer('/wrong/session', (_request, response) => response.writeHead(404).end('no'))
    const input = { baseUrl: `${line.url}/wrong`, cookie: 'latchkey=x' }
    await expect(readSessionState(input)).rejects.toMatchObject({ code: 'unexpected_answer' })
    await expect(readSessionState({ ...input, baseUrl: '/auth' })).rejects.toThrow(TypeError)
  })
})

const Page = defineComponent(() => {
  const user = useUser()
  return () => h('p', user.value?.email ?? 'nobody')
})

describe('a client on the server', () => {
  test('writes links to providers, as the browser does', () => {
    expect(createLatchkeyClient({ baseUrl: '/auth' }).signInLink('google')).toBe('/auth/sign-in/google')
  })

  test('is created, started and rendered without a page, and asks nothing', async () => {
    const { url, calls } = await openServer()
    const client = createLatchkeyClient({ baseUrl: url })
    client.start()()
    expect(await client.ready()).toEqual({ status: 'unknown' })
    expect(await renderToString(createSSRApp(Page).use(createLatchkeyPlugin(client)))).toBe('<p>nobody</p>')
    expect(calls).toEqual([])
  })

  test('renders the visitor it was given', async () => {
    const { url } = await openServer()
    const initialState = await readSessionState({ baseUrl: url, cookie: await cookieOf(url) })
    const client = createLatchkeyClient({ initialState })
    const html = await renderToString(createSSRApp(Page).use(createLatchkeyPlugin(client)))
    expect(html).toBe('<p>alice@example.com</p>')
  })

  test('leaves the decision about a private route to the browser unless it was given the state', async () => {
    const to = { fullPath: '/private', meta: { requiresSignIn: true }, query: {} }
    const client = createLatchkeyClient()
    expect(await requireSignIn({ client })(to)).toBe(true)
    const told = createLatchkeyClient({ initialState: { status: 'signed_out' } })
    expect(await requireSignIn({ client: told })(to)).toEqual({
      path: '/sign-in',
      query: { returnTo: '/private' },
    })
  })

  test('shares nothing with the client of another request', () => {
    const one = createLatchkeyClient({ initialState: { status: 'signed_out' } })
    const other = createLatchkeyClient()
    expect(one.getState()).toEqual({ status: 'signed_out' })
    expect(other.getState()).toEqual({ status: 'unknown' })
  })

  test('keeps a sign-out to itself, even where the runtime has a localStorage', async () => {
    const line = await openServer()
    line.isCut = true
    const kept: string[] = []
    Object.assign(globalThis, {
      localStorage: { setItem: (key: string) => kept.push(key), getItem: () => '1' },
    })
    afterwards(() => Reflect.deleteProperty(globalThis, 'localStorage'))
    await createLatchkeyClient({ baseUrl: line.url }).signOut()
    expect(kept).toEqual([])
    line.isCut = false
    expect(await createLatchkeyClient({ baseUrl: line.url }).check()).toEqual({ status: 'signed_out' })
    expect(line.calls).toEqual(['GET /session'])
  })
})
