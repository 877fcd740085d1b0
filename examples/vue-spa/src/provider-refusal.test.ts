import { beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { keepReturnTo } from './kept-return-to.js'
import { catchProviderRefusal, forgetProviderRefusal, providerRefusal } from './provider-refusal.js'

beforeEach(() => {
  const stored = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  })
  return () => vi.unstubAllGlobals()
})

const visit = async (...addresses: readonly string[]) => {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:path(.*)*', component: { render: () => null }, meta: { title: 'Any page' } }],
  })
  router.beforeEach(catchProviderRefusal)
  router.afterEach(forgetProviderRefusal)
  for (const address of addresses) await router.push(address)
  return router.currentRoute.value.fullPath
}

const refused = '/sign-in?error=code_refused&provider=github'

test('a refusal leaves the address, and is there to be told', async () => {
  expect(await visit(`${refused}&theme=dark`)).toBe('/sign-in?theme=dark')
  expect(providerRefusal.value).toEqual({ error: 'code_refused', provider: 'github' })
})

test('where the person wanted to go comes back into the address, once', async () => {
  keepReturnTo('/notes')
  expect(await visit(refused)).toBe('/sign-in?returnTo=/notes')
  expect(await visit(refused)).toBe('/sign-in')
})

test('a page that was asked for by itself gets no other one to go to, and does not say that it worked', async () => {
  keepReturnTo('/notes')
  expect(await visit('/account?linked=github&error=identity_taken&provider=github')).toBe('/account')
})

test('whoever goes on to another page is not told again', async () => {
  await visit(refused, '/sign-in?other=query')
  expect(providerRefusal.value).toBeDefined()
  await visit(refused, '/sign-up')
  expect(providerRefusal.value).toBeUndefined()
})

test.each(['/sign-in?error=code_refused', '/sign-in?error=a&error=b&provider=github'])(
  '%s is none',
  async (address) => {
    await visit('/', '/elsewhere')
    expect(await visit(address)).toBe(address)
    expect(providerRefusal.value).toBeUndefined()
  },
)
