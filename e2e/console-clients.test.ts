import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { PATIENCE_MS } from './browser.js'
import { enterConsole, joinAs } from './console-visits.js'
import { type HostedApp, startHostedApp } from './hosted-app.js'
import { collectComplaints, lookAt, screensOn } from './look-at-page.js'
import { useBrowser } from './use-browser.js'

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS })

const TOLD = 'https://reports.example.com/logout'
const GOES_ON = ['https://reports.example.com/signed-out', 'https://reports.example.com/']

describe.each(databaseKinds)('addresses of clients in the console on $name', (kind) => {
  const openDevice = useBrowser()
  let hosted: HostedApp
  beforeAll(async () => {
    hosted = await startHostedApp({ kind })
  })
  afterAll(() => hosted[Symbol.asyncDispose]())

  it('are set, refused with the reason, shown and changed', { timeout: 3 * PATIENCE_MS }, async () => {
    const operator = await joinAs(hosted, 'Olive Operator', ['latchkey.operator'])
    const page = await openDevice()
    const complaints = collectComplaints(page)
    await enterConsole(hosted, page, operator, 'clients')
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    const told = page.getByLabel('Address to tell of signed-out sessions')
    const goesOn = page.getByLabel('Addresses to return to after signing out')

    await press('New client')
    await page.getByRole('textbox', { name: 'Id' }).fill('reports')
    await goesOn.fill(GOES_ON.join('\n'))
    await told.fill('http://reports.example.com/logout')
    await press('Create')
    await page.getByText('it is no https address').waitFor()
    await lookAt(page, `console-${kind.name}-client-refused`)
    await told.fill(TOLD)
    await press('Create')
    await press('I have it')
    await page.getByText(TOLD).waitFor()
    for (const address of GOES_ON) await page.getByText(address, { exact: true }).waitFor()
    expect(
      await runSql(hosted.database, `select push_endpoint from event_streams where client_id = 'reports'`),
    ).toEqual([{ push_endpoint: TOLD }])

    for (const { screen, options } of screensOn(kind)) {
      const theirs = await openDevice(options)
      await enterConsole(hosted, theirs, operator, 'clients')
      await theirs.getByText(TOLD).waitFor()
      await lookAt(theirs, `console-${kind.name}-clients-${screen}`)
      await theirs.getByRole('button', { name: 'Edit reports' }).click()
      await theirs.getByLabel('Address to tell of signed-out sessions').waitFor()
      await lookAt(theirs, `console-${kind.name}-edit-client-${screen}`)
      await theirs.context().close()
    }

    await press('Edit reports')
    expect([await told.inputValue(), await goesOn.inputValue()]).toEqual([TOLD, GOES_ON.join('\n')])
    await told.fill('')
    await press('Save')
    await page.getByText(TOLD).waitFor({ state: 'detached' })
    expect(await runSql(hosted.database, `select id from event_streams where client_id = 'reports'`)).toEqual(
      [],
    )

    await press('New client')
    await page.getByText('Public: its users hold its code').first().waitFor({ state: 'attached' })
    await page.getByRole('button', { name: /^Confidential/ }).click()
    await page.getByRole('option', { name: /^Public/ }).click()
    expect(await told.count()).toBe(0)
    expect(complaints().filter((complaint) => !/status of 40[01]/.test(complaint))).toEqual([])
  })
})
