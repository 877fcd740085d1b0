// @vitest-environment happy-dom
import { createLatchkeyClient, type LatchkeyClient, readSessionState } from '@latchkey/client'
import {
  LatchkeyProvider,
  SignedIn,
  SignedOut,
  useLatchkey,
  useSession,
  useUser,
} from '@latchkey/client/react'
import { act, createElement, type ReactNode, StrictMode, useEffect, useState } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { actAs } from '../door/act-as.js'
import { alice, support } from '../door/door.js'
import { afterwards, openPage } from '../door/page.js'

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)

const Page = () => {
  const user = useUser<{ company?: string }>()
  const { status } = useSession()
  return createElement(
    'main',
    { title: status },
    createElement(SignedIn, { fallback: '…' }, `Hello ${user?.email}`),
    createElement(SignedOut, null, 'Please sign in'),
  )
}
const Banner = () => {
  const state = useSession()
  const actor = state.status === 'signed_in' ? state.session.actor : null
  return createElement('aside', null, actor === null ? 'nobody acts' : `as support (${actor.name})`)
}
/** A component that nobody has given a client. */
const Lost = () => createElement('p', null, useLatchkey().getState().status)

/** The page that a provider sends people back to. */
const Callback = ({ search }: { readonly search: string }) => {
  const { finishSignIn } = useLatchkey()
  const [outcome, setOutcome] = useState('…')
  useEffect(() => {
    finishSignIn('google', search).then(
      () => setOutcome('done'),
      ({ message }: Error) => setOutcome(message),
    )
  }, [finishSignIn, search])
  return createElement('div', null, outcome, ' ', createElement(Page))
}

const app = (client: LatchkeyClient, page: ReactNode = createElement(Page)) =>
  createElement(LatchkeyProvider, { client }, page)

const mount = async (tree: ReactNode) => {
  const container = document.body.appendChild(document.createElement('div'))
  const root = createRoot(container)
  const unmount = () => act(async () => root.unmount())
  afterwards(unmount)
  await act(async () => root.render(tree))
  return { container, unmount, text: () => container.textContent }
}

test('a component shows the fallback, then nobody, then who has signed in, then nobody', async () => {
  const page = await openPage()
  const held = page.holdAnswer('GET /session')
  const client = createLatchkeyClient()
  const { text, container } = await mount(app(client))
  expect(text()).toBe('…')
  await act(async () => {
    held.letGo()
    await client.ready()
  })
  expect(text()).toBe('Please sign in')
  await act(() => client.signIn(alice))
  expect(text()).toBe('Hello alice@example.com')
  expect(container.querySelector('main')?.title).toBe('signed_in')
  await act(() => client.signOut())
  expect(text()).toBe('Please sign in')
})

test('a component knows that it is support who looks, until they stop', async () => {
  await openPage()
  const client = createLatchkeyClient()
  const { text } = await mount(app(client, createElement(Banner)))
  await act(() => client.signIn(support))
  expect(text()).toBe('nobody acts')
  await actAs(client, alice.email)
  await act(() => client.check())
  expect(text()).toBe(`as support (${support.email})`)
  await act(() => client.stopImpersonation())
  expect(text()).toBe('nobody acts')
})

test('the session is checked while the provider is mounted, once in strict mode too, and not after it', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  const { unmount } = await mount(createElement(StrictMode, null, app(client)))
  await act(() => client.ready())
  expect(page.calls).toEqual(['GET /session'])
  await unmount()
  await createLatchkeyClient().signIn(alice)
  window.dispatchEvent(new Event('online'))
  expect(client.getState()).toEqual({ status: 'signed_out' })
  expect(page.calls).toEqual(['GET /session', 'GET /session', 'POST /session'])
})

test('a page that finishes a sign-in as it is mounted does so once in strict mode too', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  const url = await client.beginSignIn('google', { redirectUri: `${page.url}/callback` })
  const { search } = new URL(await page.door.chooseAt(url, 'Mara Lindqvist'))
  const { text } = await mount(
    createElement(StrictMode, null, app(client, createElement(Callback, { search }))),
  )
  await act(() => expect.poll(client.getState).toMatchObject({ status: 'signed_in' }))
  await expect.poll(text).toBe('done Hello mara_lindqvist@gmail.com')
  expect(page.calls.filter((call) => call === 'POST /callback/google')).toHaveLength(1)
})

test('what the server rendered is what the browser begins with, though the state has moved on since', async () => {
  const page = await openPage()
  const server = createLatchkeyClient()
  await server.signIn(alice)
  const initialState = server.getState()
  const html = renderToString(app(createLatchkeyClient({ initialState })))
  expect(html).toContain('Hello alice@example.com')

  const client = createLatchkeyClient({ initialState })
  await page.door.endSessionsOf(alice.email)
  await client.check()
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = html
  const mismatches: unknown[] = []
  const root = await act(async () =>
    hydrateRoot(container, app(client), { onRecoverableError: (error) => mismatches.push(error) }),
  )
  afterwards(() => act(async () => root.unmount()))
  expect(mismatches).toEqual([])
  expect(container.textContent).toBe('Please sign in')
})

test('a page rendered for somebody without a cookie shows nobody', async () => {
  const initialState = await readSessionState({ baseUrl: 'http://127.0.0.1:9', cookie: undefined })
  expect(renderToString(app(createLatchkeyClient({ initialState })))).toContain('Please sign in')
})

test('a component outside the provider is told what is missing', () => {
  expect(() => renderToString(createElement(Lost))).toThrow('Wrap the app in <LatchkeyProvider client={…}>.')
})
