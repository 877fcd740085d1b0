import { expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { catchProviderRefusal, forgetProviderRefusal, providerRefusal } from './provider-refusal.js'

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

test('where the person wanted to go stays in the address', async () => {
  expect(await visit(`${refused}&returnTo=/notes`)).toBe('/sign-in?returnTo=/notes')
})

test('a page that was asked to link something does not say that it worked', async () => {
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
