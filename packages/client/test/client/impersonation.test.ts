// @vitest-environment happy-dom
import type { LatchkeyClient } from '@latchkey/client'
import { expect, test } from 'vitest'
import { actAs } from '../door/act-as.js'
import { alice, support } from '../door/door.js'
import { openPage, type Page } from '../door/page.js'

/** A page of somebody from support who acts as Alice. */
const openActing = async (): Promise<{ page: Page; here: LatchkeyClient; other: LatchkeyClient }> => {
  const page = await openPage()
  const [here, other] = [page.openTab(), page.openTab()]
  await here.signIn(support)
  await actAs(here, alice.email)
  await here.check()
  return { page, here, other }
}
const isSupport = {
  status: 'signed_in',
  user: { email: support.email },
  session: { actor: null },
}

test('a page knows that it is support who looks, and as whom', async () => {
  const { here } = await openActing()
  expect(here.getState()).toMatchObject({
    status: 'signed_in',
    user: { email: alice.email },
    session: { actor: { id: expect.stringMatching(/^usr_/), name: support.email }, authenticatedAt: null },
  })
})

test('after stopImpersonation it is the operator again, in every tab', async () => {
  const { here, other } = await openActing()
  await other.check()
  expect(other.getState()).toMatchObject({ user: { email: alice.email } })
  await here.stopImpersonation()
  expect(here.getState()).toMatchObject(isSupport)
  await expect.poll(other.getState).toMatchObject(isSupport)
})

test('after stopImpersonation it is nobody, when the own session of the operator is over', async () => {
  const { page, here } = await openActing()
  await page.door.endSessionsOf(support.email)
  await here.stopImpersonation()
  expect(here.getState()).toEqual({ status: 'signed_out', reason: 'ended' })
})

test('who acts as nobody has nothing to stop, and stays signed in', async () => {
  const page = await openPage()
  const here = page.openTab()
  await here.signIn(alice)
  await expect(here.stopImpersonation()).rejects.toMatchObject({ code: 'not_signed_in' })
  expect(await here.check()).toMatchObject({ status: 'signed_in', user: { email: alice.email } })
})
