import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { PATIENCE_MS } from './browser.js'
import { enterConsole, joinAs } from './console-visits.js'
import { type HostedApp, startHostedApp } from './hosted-app.js'
import { collectComplaints, isRefusal, lookAt, screensOn } from './look-at-page.js'
import type { Person } from './people.js'
import { useBrowser } from './use-browser.js'

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS })

describe.each(databaseKinds)('support in the place of somebody on $name', (kind) => {
  const openDevice = useBrowser()
  let hosted: HostedApp

  beforeAll(async () => {
    hosted = await startHostedApp({
      kind,
      options: {
        impersonation: true,
        roles: { helper: ['latchkey:users.read', 'latchkey:users.impersonate'] },
      },
    })
  })
  afterAll(() => hosted[Symbol.asyncDispose]())

  const join = (name: string, roles: readonly string[] = []): Promise<Person> => joinAs(hosted, name, roles)
  /** At somebody's page of the console. */
  const openPerson = async (page: Page, helper: Person, person: Person): Promise<void> => {
    await enterConsole(hosted, page, helper, 'users')
    await page.getByRole('link', { name: person.name }).click()
    await page.getByRole('heading', { level: 1, name: person.name }).waitFor()
  }
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
  const actAs = async (page: Page): Promise<void> => {
    await press(page, 'More …')
    await page.getByRole('menuitem', { name: 'Act as them' }).click()
    await page.getByLabel('Reason').fill('cannot find the invoices')
    await press(page, 'Act as them')
    await page.getByRole('heading', { name: 'The app' }).waitFor()
  }
  const banner = (page: Page) => page.getByRole('complementary', { name: 'Support' })

  it.each(screensOn(kind))(
    'sees what they see, is told so on every page, and stops, $screen',
    async ({ screen, options }) => {
      const helper = await join(`Hanna Helper ${screen}`, ['helper'])
      const person = await join(`Petra Zweig ${screen}`)
      const page = await openDevice(options)
      const complaints = collectComplaints(page)
      await openPerson(page, helper, person)
      await actAs(page)

      await page.goto(`${hosted.pages}/account`)
      await banner(page).getByText(`as support (${helper.name})`).waitFor()
      expect(await page.getByLabel('Name').inputValue()).toBe(person.name)
      await lookAt(page, `support-${kind.name}-account-${screen}`)

      await page.goto(hosted.console)
      await page.getByRole('heading', { name: 'You are somebody else at the moment' }).waitFor()
      await lookAt(page, `support-${kind.name}-console-${screen}`)

      await page.goto(`${hosted.pages}/account/sessions`)
      await lookAt(page, `support-${kind.name}-sessions-${screen}`)
      await banner(page).getByRole('button', { name: 'Stop' }).click()
      await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor()
      await page.getByRole('link', { name: helper.name }).waitFor()
      const isExpected = (complaint: string) => isRefusal(complaint)
      expect(complaints().filter((complaint) => !isExpected(complaint))).toEqual([])
    },
  )

  it('stops from the console too, which is nobody else’s', async () => {
    const helper = await join('Henri Helper', ['helper'])
    const person = await join('Paul Zweig')
    const page = await openDevice()
    await openPerson(page, helper, person)
    await actAs(page)
    await page.goto(hosted.console)
    await press(page, 'Stop')
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor()
    await page.goto(`${hosted.pages}/account`)
    expect(await page.getByLabel('Name').inputValue()).toBe(helper.name)
  })

  it('is offered to nobody who may not, and for nobody who is an operator', async () => {
    const helper = await join('Hugo Helper', ['helper'])
    const operator = await join('Olga Operator', ['latchkey.operator'])
    const page = await openDevice()
    await openPerson(page, helper, operator)
    expect(await page.getByRole('button', { name: 'More …' }).count()).toBe(0)
    const other = await openDevice()
    await openPerson(other, operator, helper)
    await press(other, 'More …')
    expect(await other.getByRole('menuitem', { name: 'Act as them' }).count()).toBe(0)
  })
})
