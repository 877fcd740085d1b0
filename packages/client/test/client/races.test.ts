// @vitest-environment happy-dom
import { createLatchkeyClient } from '@latchkey/client'
import { expect, test } from 'vitest'
import { alice, bob } from '../door/door.js'
import { openPage } from '../door/page.js'

test('however many ask at once, one request goes out', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  const answers = await Promise.all([client.check(), client.ready(), client.check(), client.check()])
  expect(page.calls).toEqual(['GET /session'])
  expect(new Set(answers).size).toBe(1)
})

test('a sign-out during a check wins over its late answer', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  await client.signIn(alice)
  const seen: string[] = []
  client.subscribe(() => seen.push(client.getState().status))

  const late = page.holdAnswer('GET /session')
  const checking = client.check()
  await late.arrived
  const signingOut = client.signOut()
  late.letGo()
  await Promise.all([checking, signingOut])
  expect(seen).toEqual(['signed_out'])
  expect(await client.check()).toEqual({ status: 'signed_out', reason: 'signed_out' })
})

test('a late check of the session before does not end the one somebody has opened since', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  await client.signIn(alice)
  const late = page.holdRequest('GET /session')
  const checking = createLatchkeyClient().check()
  await late.arrived
  await client.signIn(bob)
  late.letGo()
  await checking
  expect(await client.check()).toMatchObject({ status: 'signed_in', user: { email: bob.email } })
})

test('a late sign-out of the session before does not end the one somebody has opened since', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  const other = createLatchkeyClient()
  await client.signIn(alice)
  const late = page.holdRequest('DELETE /session')
  const signingOut = other.signOut()
  await late.arrived
  await client.signIn(bob)
  late.letGo()
  await signingOut
  await expect.poll(other.getState).toMatchObject({ status: 'signed_in', user: { email: bob.email } })
  expect(await client.check()).toMatchObject({ status: 'signed_in', user: { email: bob.email } })
})

test('a sign-in during a check wins over its late answer', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  const late = page.holdAnswer('GET /session')
  const checking = client.check()
  await late.arrived
  const signingIn = client.signIn(alice)
  late.letGo()
  expect(await checking).toMatchObject({ status: 'signed_in', user: { email: alice.email } })
  await signingIn
  expect(client.getState()).toMatchObject({ status: 'signed_in' })
})

test('a refused sign-in during a check leaves nobody in the dark', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  const late = page.holdAnswer('GET /session')
  const known = client.ready()
  await late.arrived
  const refused = client.signIn({ ...alice, password: 'wrong' }).catch(() => undefined)
  late.letGo()
  expect(await known).toEqual({ status: 'signed_out' })
  await refused
})

test('a sign-out during a sign-in wins, and the session that was opened is ended', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  await client.check()
  const seen: string[] = []
  client.subscribe(() => seen.push(client.getState().status))

  const late = page.holdAnswer('POST /session')
  const signingIn = client.signIn(alice)
  await late.arrived
  const signingOut = client.signOut()
  late.letGo()
  await Promise.all([signingIn, signingOut])
  expect(seen).not.toContain('signed_in')
  expect(await createLatchkeyClient().check()).toEqual({ status: 'signed_out' })
})

test('a sign-in right after a sign-out wins, and the next sign-out as well', async () => {
  await openPage()
  const client = createLatchkeyClient()
  await client.signIn(alice)
  await Promise.all([client.signOut(), client.signIn(bob)])
  expect(client.getState()).toMatchObject({ status: 'signed_in', user: { email: bob.email } })
  await Promise.all([client.signOut(), client.signIn(alice), client.signOut()])
  expect(client.getState()).toEqual({ status: 'signed_out', reason: 'signed_out' })
  expect(await createLatchkeyClient().check()).toEqual({ status: 'signed_out' })
})

test('of two sign-ins the later one counts, and if it is refused the server is asked who is signed in', async () => {
  await openPage()
  const client = createLatchkeyClient()
  const first = client.signIn(alice)
  const second = client.signIn({ ...bob, password: 'wrong' })
  await first
  await expect(second).rejects.toMatchObject({ code: 'credentials_wrong' })
  await expect.poll(client.getState).toMatchObject({ status: 'signed_in', user: { email: alice.email } })
})

test('a change of the account behind a sign-in does not hide it', async () => {
  await openPage()
  const client = createLatchkeyClient()
  await Promise.all([client.signIn(alice), client.updateAccount({ name: 'Alice' })])
  await expect.poll(client.getState).toMatchObject({ status: 'signed_in', user: { name: 'Alice' } })
})

test('a change of the account behind a repeated sign-in does not hide the new session', async () => {
  await openPage()
  const client = createLatchkeyClient()
  await client.signIn(alice)
  await Promise.all([client.signIn(alice), client.updateAccount({ name: 'Alice' })])
  const current = (await client.listSessions()).find((session) => session.current)
  await expect
    .poll(client.getState)
    .toMatchObject({ user: { name: 'Alice' }, session: { id: current?.id ?? 'missing' } })
})

test('a sign-out by another page that the server has not heard of is not undone by a late answer', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  await client.signIn(alice)
  const late = page.holdAnswer('GET /session')
  const checking = client.check()
  await late.arrived
  page.isCut = true
  await createLatchkeyClient().signOut()
  late.letGo()
  expect(await checking).toEqual({ status: 'signed_out', reason: 'signed_out' })
})

test.each(['GET /session', 'GET /account'])(
  'a late %s does not bring back what was changed meanwhile',
  async (call) => {
    const page = await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    const names: unknown[] = []
    client.subscribe(() => {
      const state = client.getState()
      names.push(state.status === 'signed_in' && state.user.name)
    })
    const late = page.holdAnswer(call)
    const reading: Promise<unknown> = call === 'GET /session' ? client.check() : client.readAccount()
    await late.arrived
    await client.updateAccount({ name: 'Alice' })
    late.letGo()
    await reading
    expect(names).toEqual(['Alice'])
  },
)

test('a listener that throws silences neither the others nor the call', async () => {
  await openPage()
  const client = createLatchkeyClient()
  const seen: string[] = []
  const complaints: unknown[] = []
  const { error } = console
  console.error = (complaint) => complaints.push(complaint)
  try {
    client.subscribe(() => {
      throw new Error('a bug in a component')
    })
    client.subscribe(() => seen.push(client.getState().status))
    await client.signIn(alice)
  } finally {
    console.error = error
  }
  expect(seen).toEqual(['signed_in'])
  expect(complaints).toMatchObject([{ message: 'a bug in a component' }])
})
