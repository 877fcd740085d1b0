// @vitest-environment happy-dom
import { createLatchkeyClient } from '@latchkey/client'
import { describe, expect, test, vi } from 'vitest'
import { alice, bob } from '../door/door.js'
import { afterwards, openPage, type Page } from '../door/page.js'

const signedOut = { status: 'signed_out', reason: 'signed_out' } as const

/** The network comes back and the browser says so. */
const reconnect = (page: Page) => {
  page.isCut = false
  window.dispatchEvent(new Event('online'))
}

/** What storage holds after the page has done its work. */
const stored = () => Object.entries(window.localStorage)

describe('while the server cannot be reached', () => {
  test('somebody who is signed in stays so, marked as stale, until it answers again', async () => {
    const page = await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    page.isCut = true
    expect(await client.check()).toMatchObject({
      status: 'signed_in',
      stale: true,
      user: { email: alice.email },
    })
    page.isCut = false
    expect(await client.check()).not.toHaveProperty('stale')
  })

  test('what is not known stays unknown, and becomes known by itself when it answers again', async () => {
    const page = await openPage()
    page.isCut = true
    const client = createLatchkeyClient()
    expect(await client.check()).toEqual({ status: 'unknown' })
    const known = client.ready()
    page.isCut = false
    expect(await known).toEqual({ status: 'signed_out' })
  })

  test('a sign-in is refused with a sentence for the person', async () => {
    const page = await openPage()
    page.isCut = true
    await expect(createLatchkeyClient().signIn(alice)).rejects.toMatchObject({
      code: 'unreachable',
      message: 'The server cannot be reached. Check your connection and try again.',
    })
  })
})

describe('a sign-out without a network', () => {
  const signedOutOffline = async () => {
    const page = await openPage()
    const client = page.openTab()
    await client.signIn(alice)
    page.isCut = true
    await client.signOut()
    return { page, client }
  }

  test('is shown at once and leaves one mark in the browser, which session it was', async () => {
    const { client } = await signedOutOffline()
    expect(client.getState()).toEqual(signedOut)
    expect(stored()).toEqual([['latchkey:sign-out-owed:', expect.stringMatching(/^ses_/)]])
  })

  test('is not undone by a check', async () => {
    const { client } = await signedOutOffline()
    expect(await client.check()).toEqual(signedOut)
  })

  test('is finished when the network is back', async () => {
    const { page, client } = await signedOutOffline()
    reconnect(page)
    await expect.poll(stored).toEqual([])
    expect(await client.check()).toEqual(signedOut)
    expect(page.calls.at(-1)).toBe('GET /session')
    expect(page.calls).toContain('DELETE /session')
  })

  test('is finished by the next page, which does not show the session even if it was rendered with it', async () => {
    const page = await openPage()
    const before = createLatchkeyClient()
    await before.signIn(alice)
    const rendered = before.getState()
    page.isCut = true
    await before.signOut()

    page.isCut = false
    const late = page.holdRequest('DELETE /session')
    const next = page.openTab({ initialState: rendered })
    expect(next.getState()).toEqual(signedOut)
    late.letGo()
    await expect.poll(stored).toEqual([])
    expect(await createLatchkeyClient().check()).toEqual({ status: 'signed_out' })
  })

  test('is finished in spite of a server that fails at first', async () => {
    const page = await openPage()
    const client = page.openTab()
    await client.signIn(alice)
    await client.check()
    page.answer('/session', (_request, response) => response.writeHead(503).end())
    await client.signOut()
    expect(client.getState()).toEqual(signedOut)
    page.stopAnswering('/session')
    await expect.poll(stored).toEqual([])
    expect(page.calls.at(-1)).toBe('DELETE /session')
  })

  test('does not end the session of somebody who signs in later', async () => {
    const { page, client } = await signedOutOffline()
    page.isCut = false
    await createLatchkeyClient().signIn(bob)
    expect(stored()).toEqual([])
    expect(await client.check()).toMatchObject({ status: 'signed_in', user: { email: bob.email } })
  })

  // Browsers spread storage between their processes late: a tab may still read the mark of another.
  test('does not end a session that was opened since, though its mark is still read', async () => {
    const { page, client } = await signedOutOffline()
    const [[name = '', left = ''] = []] = stored()
    page.isCut = false
    await createLatchkeyClient().signIn(bob)
    window.localStorage.setItem(name, left)
    expect(await client.check()).toMatchObject({ status: 'signed_in', user: { email: bob.email } })
    expect(stored()).toEqual([])
    expect(await createLatchkeyClient().check()).toMatchObject({ status: 'signed_in' })
  })

  test('that was asked for before the page knew of a session ends whichever there is', async () => {
    const page = await openPage()
    await createLatchkeyClient().signIn(alice)
    page.isCut = true
    await createLatchkeyClient().signOut()
    page.isCut = false
    expect(await createLatchkeyClient().check()).toEqual({ status: 'signed_out', reason: 'signed_out' })
    expect(stored()).toEqual([])
  })

  test('does not end the session of somebody who signs in while it is being finished', async () => {
    const { page, client } = await signedOutOffline()
    const late = page.holdRequest('DELETE /session')
    reconnect(page)
    await late.arrived
    await createLatchkeyClient().signIn(bob)
    const checking = client.check()
    late.letGo()
    expect(await checking).toMatchObject({ status: 'signed_in', user: { email: bob.email } })
    expect(await createLatchkeyClient().check()).toMatchObject({ status: 'signed_in' })
  })

  test('holds for this page where the browser stores nothing', async () => {
    const page = await openPage()
    const storage = vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    })
    afterwards(() => storage.mockRestore())
    const client = createLatchkeyClient()
    await client.signIn(alice)
    page.isCut = true
    await client.signOut()
    expect(await client.check()).toEqual(signedOut)
    page.isCut = false
    expect(await client.check()).toEqual(signedOut)
    expect(await createLatchkeyClient().check()).toEqual({ status: 'signed_out' })
  })
})

test('a sign-out the server refuses for good says so, and still nobody is shown', async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  await client.signIn(alice)
  page.answer('/session', (_request, response) => {
    const refusal = {
      error: 'access_denied',
      error_description: 'Not from here.',
      reason: 'csrf_origin_refused',
    }
    response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(refusal))
  })
  await expect(client.signOut()).rejects.toMatchObject({ code: 'csrf_origin_refused' })
  expect(client.getState()).toEqual(signedOut)
})
