// @vitest-environment happy-dom
import { createLatchkeyClient, type LatchkeyClient } from '@latchkey/client'
import { expect, test } from 'vitest'
import { alice, bob } from '../door/door.js'
import { openPage } from '../door/page.js'

/** Two tabs without a channel between them, so that the second does not hear what the first does. */
const twoTabs = async () => {
  const page = await openPage()
  const one = createLatchkeyClient()
  const other = createLatchkeyClient()
  await one.signIn(alice)
  await other.check()
  page.calls.length = 0
  return { page, one, other }
}

test('a request with a token that is out of date is repeated once, with the one the session has now', async () => {
  const { page, one, other } = await twoTabs()
  await one.changePassword({ currentPassword: alice.password, newPassword: 'another long one' })
  page.calls.length = 0
  await other.updateAccount({ name: 'Alice' })
  expect(page.calls).toEqual(['PATCH /account', 'GET /session', 'PATCH /account'])
  expect(other.getState()).toMatchObject({ user: { name: 'Alice' } })
})

test('what was filled in as one person is not sent as another', async () => {
  const { page, one, other } = await twoTabs()
  await one.signIn(bob)
  await expect(other.updateAccount({ name: 'Alice' })).rejects.toMatchObject({
    code: 'session_ended',
    message: 'Somebody else has signed in in this browser since. Nothing has been changed.',
  })
  expect(page.calls.filter((call) => call === 'PATCH /account')).toHaveLength(1)
  await expect.poll(other.getState).toMatchObject({ user: { email: bob.email, name: null } })
})

test('what was filled in as one person is not sent when nobody is signed in any more', async () => {
  const { one, other } = await twoTabs()
  await one.signOut()
  await expect(other.deleteAccount()).rejects.toMatchObject({ code: 'session_ended' })
  await expect.poll(other.getState).toEqual({ status: 'signed_out', reason: 'ended' })
  await one.signIn(alice)
})

test('a page rendered for one person does not act for another', async () => {
  const { one, other } = await twoTabs()
  const rendered = other.getState()
  await one.signIn(bob)
  const acts: readonly ((late: LatchkeyClient) => Promise<void>)[] = [
    (late) => late.signOutEverywhere(),
    (late) => late.changeEmail({ email: 'x@example.com' }),
    (late) => late.confirmEmail({ token: 'x' }),
  ]
  for (const act of acts) {
    const late = createLatchkeyClient({ initialState: rendered })
    await expect(act(late)).rejects.toMatchObject({ code: 'session_ended' })
  }
  expect(await one.check()).toMatchObject({ status: 'signed_in', user: { email: bob.email } })
})

test('signing in and signing out are meant for this browser, whoever is signed in by now', async () => {
  const { one, other } = await twoTabs()
  await one.signIn(bob)
  await other.signIn(alice)
  expect(other.getState()).toMatchObject({ user: { email: alice.email } })
  await one.signOut()
  expect(await other.check()).toEqual({ status: 'signed_out', reason: 'ended' })
})

test('a token is read first where none is known yet', async () => {
  const page = await openPage()
  await createLatchkeyClient().signIn(alice)
  expect(page.calls).toEqual(['GET /session', 'POST /session'])
})

test('several requests that need a token at once read it once', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  await Promise.all(['a', 'b', 'c'].map((name) => client.forgotPassword({ email: `${name}@example.com` })))
  expect(page.calls.filter((call) => call === 'GET /session')).toHaveLength(1)
})

test('a request that is refused twice is not sent a third time', async () => {
  const { page, other } = await twoTabs()
  let attempts = 0
  page.answer('/account', (_request, response) => {
    attempts += 1
    const refusal = { error: 'access_denied', error_description: 'No.', reason: 'csrf_token_invalid' }
    response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(refusal))
  })
  await expect(other.updateAccount({ name: 'Alice' })).rejects.toMatchObject({ code: 'csrf_token_invalid' })
  expect(attempts).toBe(2)
})

test('a refusal for any other reason is not repeated', async () => {
  const { page, other } = await twoTabs()
  await expect(
    other.changePassword({ currentPassword: 'wrong', newPassword: 'another long one' }),
  ).rejects.toMatchObject({ code: 'password_wrong', parameter: 'currentPassword' })
  expect(page.calls).toEqual(['POST /account/password/change'])
})
