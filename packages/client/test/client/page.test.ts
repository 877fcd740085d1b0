// @vitest-environment happy-dom
import { createLatchkeyClient, type LatchkeyClient } from '@latchkey/client'
import { describe, expect, test, vi } from 'vitest'
import { alice } from '../door/door.js'
import { afterwards, openPage } from '../door/page.js'

const signedIn = { status: 'signed_in', user: { email: alice.email } }

const pageEvent = (type: 'pageshow' | 'pagehide', persisted: boolean) =>
  window.dispatchEvent(Object.assign(new Event(type), { persisted }))

describe('another tab', () => {
  test('learns of a sign-in and of a sign-out', async () => {
    const page = await openPage()
    const one = page.openTab()
    const other = page.openTab()
    await one.signIn(alice)
    await expect.poll(other.getState).toMatchObject(signedIn)
    await one.signOut()
    await expect.poll(other.getState).toEqual({ status: 'signed_out', reason: 'signed_out' })
  })

  const byThemselves: readonly (readonly [string, (one: LatchkeyClient) => Promise<void>])[] = [
    ['everywhere', (one) => one.signOutEverywhere()],
    ['by deleting the account', (one) => one.deleteAccount()],
    ['by ending this session', endCurrent],
  ]
  test.each(byThemselves)('learns that somebody signed out %s', async (_, signOut) => {
    const page = await openPage()
    const one = page.openTab()
    const other = page.openTab()
    await one.signIn(alice)
    await expect.poll(other.getState).toMatchObject(signedIn)
    await signOut(one)
    await expect.poll(other.getState).toEqual({ status: 'signed_out', reason: 'signed_out' })
  })

  test('that has seen the session gone hears afterwards that somebody signed out', async () => {
    const page = await openPage()
    const one = page.openTab()
    const other = page.openTab()
    await one.signIn(alice)
    await expect.poll(other.getState).toMatchObject(signedIn)
    const late = page.holdAnswer('DELETE /account/sessions')
    const signingOut = one.signOutEverywhere()
    await late.arrived
    expect(await other.check()).toEqual({ status: 'signed_out', reason: 'ended' })
    late.letGo()
    await signingOut
    await expect.poll(other.getState).toEqual({ status: 'signed_out', reason: 'signed_out' })
  })

  test('does not take what ends behind a change for a sign-out', async () => {
    const page = await openPage()
    const one = page.openTab()
    const other = page.openTab()
    await one.signIn(alice)
    await expect.poll(other.getState).toMatchObject(signedIn)
    await page.door.endSessionsOf(alice.email)
    await one.signIn(alice)
    await one.updateAccount({ name: 'Alice' })
    await expect.poll(other.getState).toMatchObject({ user: { name: 'Alice' } })
    await page.door.endSessionsOf(alice.email)
    await one.check()
    expect(await other.check()).toEqual({ status: 'signed_out', reason: 'ended' })
  })

  test('learns of a sign-out the server has not heard of yet', async () => {
    const page = await openPage()
    const one = page.openTab()
    const other = page.openTab()
    await one.signIn(alice)
    await expect.poll(other.getState).toMatchObject(signedIn)
    page.isCut = true
    await one.signOut()
    await expect.poll(other.getState).toEqual({ status: 'signed_out', reason: 'signed_out' })
  })

  test('is told that somebody signed out and still asks the server: a message signs nobody out', async () => {
    const page = await openPage()
    const client = page.openTab()
    await client.signIn(alice)
    await client.check()
    const seen: string[] = []
    client.subscribe(() => seen.push(client.getState().status))
    page.calls.length = 0
    const channel = new BroadcastChannel('latchkey:')
    afterwards(() => channel.close())
    channel.postMessage('signed_out')
    await expect.poll(() => page.calls).toEqual(['GET /session'])
    expect(await client.check()).toMatchObject(signedIn)
    expect(seen).toEqual([])
    await page.door.endSessionsOf(alice.email)
    expect(await client.check()).toEqual({ status: 'signed_out', reason: 'ended' })
  })

  test('is told that something changed and nothing else', async () => {
    const page = await openPage()
    const heard: unknown[] = []
    const channel = new BroadcastChannel('latchkey:')
    afterwards(() => channel.close())
    channel.onmessage = ({ data }: MessageEvent<unknown>) => heard.push(data)
    const one = page.openTab()
    await one.signIn(alice)
    await one.signOutEverywhere({ keepThis: true })
    await one.signOut()
    await expect.poll(() => heard).toEqual(['changed', 'changed', 'signed_out'])
  })

  test('asks once more when it hears of a change during a check', async () => {
    const page = await openPage()
    const one = page.openTab()
    const other = page.openTab()
    await Promise.all([one.ready(), other.ready()])
    const late = page.holdAnswer('GET /session')
    const checking = other.check()
    await late.arrived
    await one.signIn(alice)
    // Messages between tabs take their time; the answer that says "nobody" takes longer.
    const channel = new BroadcastChannel('latchkey:')
    const heard = new Promise((resolve) => {
      channel.onmessage = resolve
    })
    await one.updateAccount({ name: 'Alice' })
    await heard
    channel.close()
    late.letGo()
    expect(await checking).toMatchObject(signedIn)
  })

  test('does not hear what concerns another server', async () => {
    const page = await openPage()
    const other = page.openTab({ baseUrl: '/elsewhere' })
    page.answer('/elsewhere/session', (_request, response) => {
      response.end(JSON.stringify({ status: 'signed_out', csrfToken: 't' }))
    })
    await other.ready()
    const asked: string[] = []
    page.answer('/elsewhere/session', ({ method, url }, response) => {
      asked.push(`${method} ${url}`)
      response.end(JSON.stringify({ status: 'signed_out', csrfToken: 't' }))
    })
    const one = page.openTab()
    const third = page.openTab()
    await one.signIn(alice)
    await expect.poll(third.getState).toMatchObject(signedIn)
    expect(asked).toEqual([])
  })
})

describe('the page that comes back', () => {
  const countingChecks = async () => {
    const page = await openPage()
    const client = page.openTab()
    await client.signIn(alice)
    await client.check()
    page.calls.length = 0
    /** How many checks an event has led to. */
    const checksAfter = async (event: () => void) => {
      page.calls.length = 0
      event()
      // Two round trips later, what the event has started has arrived.
      await fetch('/account')
      await fetch('/account')
      return page.calls.filter((call) => call === 'GET /session').length
    }
    return { page, client, checksAfter }
  }
  const focus = () => window.dispatchEvent(new Event('focus'))
  const laterBy = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)
  const atFrozenTime = () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    afterwards(() => vi.useRealTimers())
  }

  test('checks when it gets the focus, at most every five seconds', async () => {
    atFrozenTime()
    const { checksAfter } = await countingChecks()
    expect(await checksAfter(focus)).toBe(0)
    laterBy(5)
    expect(await checksAfter(focus)).toBe(1)
    laterBy(4)
    expect(await checksAfter(focus)).toBe(0)
    laterBy(1)
    expect(await checksAfter(() => document.dispatchEvent(new Event('visibilitychange')))).toBe(1)
  })

  test('does not check while it is hidden', async () => {
    atFrozenTime()
    const { checksAfter } = await countingChecks()
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    afterwards(() => visibility.mockRestore())
    laterBy(60)
    expect(await checksAfter(() => document.dispatchEvent(new Event('visibilitychange')))).toBe(0)
  })

  test('checks at once when the network is back', async () => {
    const { checksAfter } = await countingChecks()
    expect(await checksAfter(() => window.dispatchEvent(new Event('online')))).toBe(1)
  })

  test('out of the back/forward cache shows nobody until the server has answered', async () => {
    const { page, client } = await countingChecks()
    pageEvent('pagehide', true)
    await page.door.endSessionsOf(alice.email)
    pageEvent('pageshow', true)
    expect(client.getState()).toEqual({ status: 'unknown' })
    await expect.poll(client.getState).toEqual({ status: 'signed_out' })
  })

  test('that was not kept there does not forget anything', async () => {
    const { client } = await countingChecks()
    pageEvent('pageshow', false)
    expect(client.getState()).toMatchObject(signedIn)
  })

  test('does not listen while it is hidden away: an open channel would keep it out of that cache', async () => {
    const { page, client } = await countingChecks()
    pageEvent('pagehide', true)
    const one = page.openTab()
    const other = page.openTab()
    await Promise.all([one.ready(), other.ready()])
    await one.signOut()
    await expect.poll(other.getState).toMatchObject({ status: 'signed_out' })
    expect(client.getState()).toMatchObject(signedIn)
  })

  test('hears the other tabs again', async () => {
    const { page, client } = await countingChecks()
    pageEvent('pagehide', true)
    pageEvent('pageshow', true)
    await client.ready()
    await page.openTab().signOut()
    await expect.poll(client.getState).toMatchObject({ status: 'signed_out' })
  })
})

describe('starting', () => {
  test('checks, and twice checks once', async () => {
    const page = await openPage()
    const client = page.openTab()
    client.start()()
    expect(await client.ready()).toEqual({ status: 'signed_out' })
    expect(page.calls).toEqual(['GET /session'])
  })

  test('lasts until everybody has stopped', async () => {
    const page = await openPage()
    const client = createLatchkeyClient()
    const stopOne = client.start()
    const stopOther = client.start()
    await client.ready()
    stopOne()
    stopOne()
    await page.openTab().signIn(alice)
    await expect.poll(client.getState).toMatchObject(signedIn)

    stopOther()
    window.dispatchEvent(new Event('online'))
    pageEvent('pageshow', true)
    expect(client.getState()).toMatchObject(signedIn)
  })
})

async function endCurrent(client: LatchkeyClient) {
  const sessions = await client.listSessions()
  await client.endSession(sessions.find(({ current }) => current)?.id ?? '')
}
