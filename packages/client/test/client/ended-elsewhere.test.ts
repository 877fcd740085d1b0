// @vitest-environment happy-dom
import { createLatchkeyClient, type LatchkeyClient } from '@latchkey/client'
import { paths } from '@latchkey/contract'
import { describe, expect, test, vi } from 'vitest'
import { alice } from '../door/door.js'
import { openPage, type Page } from '../door/page.js'

const signedIn = { status: 'signed_in' }

/** A page with somebody signed in, who may have other devices. */
const openSignedIn = async (): Promise<{ page: Page; here: LatchkeyClient }> => {
  const page = await openPage()
  page.stopAnswering(paths.sessionEvents)
  const here = page.openTab()
  await here.signIn(alice)
  return { page, here }
}
/** What another device of hers does. */
const endElsewhere = (page: Page) => page.door.endSessionsOf(alice.email)
const told = { status: 'signed_out', reason: 'signed_out_elsewhere' }
const isWaiting = (page: Page) =>
  expect.poll(() => page.calls.filter((call) => call === `GET ${paths.sessionEvents}`).length)

describe('a page that nobody touches', () => {
  test('is signed out when the session ends elsewhere, and knows why', async () => {
    const { page, here } = await openSignedIn()
    const heard = vi.fn()
    here.onSessionEnded(heard)
    await isWaiting(page).toBe(1)
    await endElsewhere(page)
    await expect.poll(here.getState).toEqual(told)
    expect(heard.mock.calls).toEqual([[told.reason]])
    expect(await here.check()).toEqual(told)
  })

  test('stays signed out though an answer that was given before says otherwise', async () => {
    const { page, here } = await openSignedIn()
    await isWaiting(page).toBe(1)
    await here.check()
    const old = page.holdAnswer(`GET ${paths.session}`)
    const checking = here.check()
    await old.arrived
    await endElsewhere(page)
    await expect.poll(here.getState).toEqual(told)
    const seen: string[] = []
    here.subscribe(() => seen.push(here.getState().status))
    old.letGo()
    await checking
    expect(seen).toEqual([])
  })

  test('stays signed out though a process of the server has not heard of the end yet', async () => {
    const { page, here } = await openSignedIn()
    await isWaiting(page).toBe(1)
    const late = await (await fetch(page.url + paths.session)).text()
    expect(JSON.parse(late)).toMatchObject(signedIn)
    page.answer(paths.session, (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(late),
    )
    await endElsewhere(page)
    await expect.poll(here.getState).toEqual(told)
    expect(await here.check()).toEqual(told)
  })

  test('tells the tabs that do not wait themselves', async () => {
    const { page, here } = await openSignedIn()
    await isWaiting(page).toBe(1)
    page.answer(paths.sessionEvents, (_request, response) => response.writeHead(404).end())
    const other = page.openTab()
    await expect.poll(other.getState).toMatchObject(signedIn)
    await endElsewhere(page)
    await expect.poll(here.getState).toEqual(told)
    await expect.poll(other.getState).toEqual(told)
  })

  test('waits again when the connection was cut, and is told what happened meanwhile', async () => {
    const page = await openPage()
    const cut = vi.fn()
    page.answer(paths.sessionEvents, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 3000\n\n')
      cut.mockImplementation(() => response.destroy())
      page.stopAnswering(paths.sessionEvents)
    })
    const here = page.openTab()
    await here.signIn(alice)
    await expect.poll(() => cut.getMockImplementation()).toBeDefined()
    await endElsewhere(page)
    expect(here.getState()).toMatchObject(signedIn)
    cut()
    await expect.poll(here.getState, { timeout: 20_000 }).toEqual(told)
  })
})

describe('nobody is called about an end', () => {
  test('that somebody in this browser wanted', async () => {
    const { page, here } = await openSignedIn()
    const heard = vi.fn()
    here.onSessionEnded(heard)
    await isWaiting(page).toBe(1)
    await here.signOut()
    await here.check()
    expect(heard).not.toHaveBeenCalled()
    expect(here.getState()).toEqual({ status: 'signed_out', reason: 'signed_out' })
  })

  test('of a session in whose place there is another one', async () => {
    const { page, here } = await openSignedIn()
    const heard = vi.fn()
    here.onSessionEnded(heard)
    await isWaiting(page).toBe(1)
    await here.signIn(alice)
    await isWaiting(page).toBe(2)
    await here.check()
    expect(heard).not.toHaveBeenCalled()
    expect(here.getState()).toMatchObject(signedIn)
  })
})

test('a client that was not started waits for nothing', async () => {
  const page = await openPage()
  page.stopAnswering(paths.sessionEvents)
  const client = createLatchkeyClient()
  await client.signIn(alice)
  await client.check()
  expect(page.calls).not.toContain(`GET ${paths.sessionEvents}`)
})
