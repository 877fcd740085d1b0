// @vitest-environment happy-dom
import { createLatchkeyClient, type LatchkeyClient } from '@latchkey/client'
import { createLatchkeyPlugin, requireSignIn, useLatchkey, useSession, useUser } from '@latchkey/client/vue'
import { describe, expect, test, vi } from 'vitest'
import { createApp, defineComponent, h, nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { actAs } from '../door/act-as.js'
import { alice, support } from '../door/door.js'
import { afterwards, openPage } from '../door/page.js'

const Page = defineComponent(() => {
  const state = useSession()
  const user = useUser<{ company?: string }>()
  return () => h('main', `${state.value.status} ${user.value?.email ?? 'nobody'}`)
})

const Banner = defineComponent(() => {
  const state = useSession()
  return () => {
    const actor = state.value.status === 'signed_in' ? state.value.session.actor : null
    return h('aside', actor === null ? 'nobody acts' : `as support (${actor.name})`)
  }
})

const mount = (client: LatchkeyClient, page = Page) => {
  const container = document.createElement('div')
  const app = createApp(page).use(createLatchkeyPlugin(client))
  app.mount(container)
  afterwards(() => app.unmount())
  const text = async () => {
    await nextTick()
    return container.textContent
  }
  return { app, text }
}

describe('a component', () => {
  test('shows who is signed in as that changes', async () => {
    const page = await openPage()
    const held = page.holdAnswer('GET /session')
    const client = createLatchkeyClient()
    const { text } = mount(client)
    expect(await text()).toBe('unknown nobody')
    held.letGo()
    await client.ready()
    expect(await text()).toBe('signed_out nobody')
    await client.signIn(alice)
    expect(await text()).toBe('signed_in alice@example.com')
    await client.signOut()
    expect(await text()).toBe('signed_out nobody')
  })

  test('knows that it is support who looks, until they stop', async () => {
    await openPage()
    const client = createLatchkeyClient()
    const { text } = mount(client, Banner)
    await client.signIn(support)
    expect(await text()).toBe('nobody acts')
    await actAs(client, alice.email)
    await client.check()
    expect(await text()).toBe(`as support (${support.email})`)
    await client.stopImpersonation()
    expect(await text()).toBe('nobody acts')
  })

  test('is told when the plugin is missing', () => {
    const Lost = defineComponent(() => {
      useLatchkey()
      return () => h('p')
    })
    const app = createApp(Lost)
    app.config.warnHandler = () => {}
    expect(() => app.mount(document.createElement('div'))).toThrow('app.use(createLatchkeyPlugin(client))')
  })
})

test('an app that was unmounted checks no more', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  const { app } = mount(client)
  await client.ready()
  app.unmount()
  window.dispatchEvent(new Event('online'))
  await fetch('/session')
  expect(page.calls).toEqual(['GET /session', 'GET /session'])
})

describe('a route', () => {
  const routed = async (client: LatchkeyClient) => {
    const component = defineComponent(() => () => h('p'))
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [
        { path: '/', component },
        { path: '/private/:id?', component, meta: { requiresSignIn: true } },
        { path: '/sign-in', component, meta: { onlySignedOut: true } },
      ],
    })
    router.beforeEach(requireSignIn({ client, signInPath: '/sign-in' }))
    return async (path: string) => {
      await router.push(path)
      return router.currentRoute.value.fullPath
    }
  }

  test('that requires a sign-in sends to the sign-in page, which knows the way back', async () => {
    await openPage()
    const client = createLatchkeyClient()
    const goTo = await routed(client)
    expect(await goTo('/private/7?tab=a#b')).toBe('/sign-in?returnTo=/private/7?tab=a%23b')
    await client.signIn(alice)
    expect(await goTo('/')).toBe('/')
    expect(await goTo('/sign-in?returnTo=/private/7?tab%3Da%23b')).toBe('/private/7?tab=a#b')
    expect(await goTo('/private')).toBe('/private')
  })

  test('that is only for those signed out sends nobody to another site', async () => {
    await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    const goTo = await routed(client)
    expect(await goTo('/sign-in?returnTo=//evil.example')).toBe('/')
    expect(await goTo('/sign-in?returnTo=https://evil.example/')).toBe('/')
    expect(await goTo('/sign-in?returnTo=/private&returnTo=/private')).toBe('/')
  })

  test('that is only for those signed out leads operators back to the console, and to no look-alike', async () => {
    await openPage()
    const client = createLatchkeyClient({ baseUrl: '/' })
    const went = vi.spyOn(location, 'assign').mockImplementation(() => {})
    afterwards(() => went.mockRestore())
    await client.signIn(alice)
    const goTo = await routed(client)
    const console = `${location.origin}/admin/users?q=ada`
    const from = (returnTo: string) => `/sign-in?returnTo=${encodeURIComponent(returnTo)}`
    expect(await goTo(from(console))).toBe('/')
    expect(went.mock.calls).toEqual([[console]])
    for (const other of [
      `${location.origin}/administration`,
      `${location.origin}/admin/../todos`,
      'https://evil.example/admin/users',
      `blob:${console}`,
      'javascript:alert(1)',
    ]) {
      await goTo(from(other))
      expect(went.mock.calls).toHaveLength(1)
    }
    expect(await goTo(`${from(console)}&again=true`)).toContain('/sign-in')
  })

  test('that is for everybody does not wait for the server', async () => {
    const page = await openPage()
    page.isCut = true
    const goTo = await routed(createLatchkeyClient())
    expect(await goTo('/')).toBe('/')
    expect(page.calls).toEqual([])
  })

  test('to the sign-in form opens even while the server is away; a private one waits', async () => {
    const page = await openPage()
    page.isCut = true
    const client = createLatchkeyClient()
    const goTo = await routed(client)
    expect(await goTo('/sign-in')).toBe('/sign-in')
    const waiting = goTo('/private')
    page.isCut = false
    expect(await waiting).toBe('/sign-in?returnTo=/private')
  })
})
