// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { createRouter, createWebHistory } from 'vue-router'
import { catchLinkToken, takeLinkToken } from './link-token.js'

const page = { render: () => null }

beforeEach(() => {
  history.replaceState(null, '', '/')
})

async function openLink(address: string) {
  history.replaceState(null, '', address)
  const seen: string[] = []
  const router = createRouter({
    history: createWebHistory(),
    routes: [{ path: '/:path(.*)*', component: page }],
  })
  router.beforeEach(catchLinkToken)
  router.beforeEach((to) => {
    seen.push(`${to.fullPath} at ${location.href.slice(location.origin.length)}`)
  })
  await router.push(address)
  return { router, seen }
}

test('the token of a link is gone from the address before anything else sees it', async () => {
  const { router, seen } = await openLink('/reset-password?lang=de#token=lkpr_secret')
  expect(seen).toEqual(['/reset-password?lang=de at /reset-password?lang=de'])
  expect(router.currentRoute.value.fullPath).toBe('/reset-password?lang=de')
  expect(location.hash).toBe('')
  expect(JSON.stringify(history.state)).not.toContain('lkpr_secret')
})

test('the page gets the token, once', async () => {
  await openLink('/reset-password#token=lkpr_secret')
  expect(takeLinkToken('/reset-password')).toBe('lkpr_secret')
  expect(takeLinkToken('/reset-password')).toBeUndefined()
})

test('another link pasted into the same tab replaces the token', async () => {
  const { router } = await openLink('/reset-password#token=first')
  await router.push('/reset-password#token=second')
  expect(takeLinkToken('/reset-password')).toBe('second')
  expect(router.currentRoute.value.hash).toBe('')
})

test('any other fragment stays what it is', async () => {
  const { router } = await openLink('/account#password')
  expect(router.currentRoute.value.fullPath).toBe('/account#password')
  expect(takeLinkToken('/account')).toBeUndefined()
})

test('a token waits for the page it was meant for, and is not given to another', async () => {
  const { router } = await openLink('/confirm-email#token=for-the-address')
  await router.push('/sign-in')
  expect(takeLinkToken('/sign-in')).toBeUndefined()
  expect(takeLinkToken('/reset-password')).toBeUndefined()
  expect(takeLinkToken('/confirm-email')).toBe('for-the-address')
})
