import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { PATIENCE_MS } from './browser.js'
import { enterConsole, joinAs } from './console-visits.js'
import { type HostedApp, startHostedApp } from './hosted-app.js'
import { collectComplaints, lookAt, screensOn } from './look-at-page.js'
import { useBrowser } from './use-browser.js'

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS })

const TOKEN = 'a-token-of-the-events-of-a-test'

describe.each(databaseKinds)('what a provider does beside signing in, in the console on $name', (kind) => {
  const openDevice = useBrowser()
  let hosted: HostedApp
  beforeAll(async () => {
    hosted = await startHostedApp({ kind })
  })
  afterAll(() => hosted[Symbol.asyncDispose]())

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
  const toggle = (page: Page, text: string) => page.getByRole('dialog').getByText(text).click()
  const save = async (page: Page): Promise<void> => {
    await press(page, 'Save')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  const stored = async () => {
    const [row] = await runSql(hosted.database, 'select options, secrets_set_at from stored_providers')
    return {
      options: JSON.parse(String(row?.['options'])),
      secrets: Object.keys(JSON.parse(String(row?.['secrets_set_at']))).sort(),
    }
  }

  it('is switched on, shown as it stands, and off again', { timeout: 3 * PATIENCE_MS }, async () => {
    const twin = hosted.providers.auth0
    const operator = await joinAs(hosted, 'Olive Operator', ['latchkey.operator'])
    const page = await openDevice()
    const complaints = collectComplaints(page)
    await enterConsole(hosted, page, operator, 'providers')
    await press(page, 'New provider')
    await page.getByRole('button', { name: /Kind/ }).click()
    await page.getByRole('option', { name: 'GitHub' }).click()
    await page.getByText('Keep its tokens').waitFor()
    expect(await page.getByText('Hear of people who sign out there').count()).toBe(0)
    await page.getByRole('button', { name: /Kind/ }).click()
    await page.getByRole('option', { name: 'Auth0' }).click()
    await page.getByLabel('Domain').fill(twin.issuer)
    await page.getByLabel('Client ids').fill(twin.client.id)
    await page.getByLabel('Client secret').fill(twin.client.secret)
    await page.getByLabel('More scopes').fill('read:calendar  read:mail')
    await toggle(page, 'Keep its tokens')
    await toggle(page, 'Hear of people who sign out there')
    await page.getByText('/providers/auth0/backchannel-logout').waitFor()
    await toggle(page, 'Hear of accounts in danger')
    await page.getByLabel('Token of the events').fill('short')
    await press(page, 'Save')
    await page.getByRole('alert').waitFor()
    await lookAt(page, `console-${kind.name}-provider-more-refused`)
    await page.getByLabel('Token of the events').fill(TOKEN)
    await save(page)
    expect(await stored()).toMatchObject({
      options: {
        scopes: ['read:calendar', 'read:mail'],
        keepTokens: true,
        backChannelLogout: true,
        securityEvents: {},
      },
      secrets: ['clientSecret', 'eventToken'],
    })

    for (const { screen, options } of screensOn(kind)) {
      const theirs = await openDevice(options)
      await enterConsole(hosted, theirs, operator, 'providers')
      await press(theirs, 'Edit auth0')
      await theirs.getByLabel('Token of the events').scrollIntoViewIfNeeded()
      await lookAt(theirs, `console-${kind.name}-provider-more-${screen}`)
      await theirs.context().close()
    }

    await press(page, 'Edit auth0')
    expect(await page.getByLabel('More scopes').inputValue()).toBe('read:calendar read:mail')
    expect(await page.getByLabel('Token of the events').inputValue()).toBe('')
    await page.getByLabel('More scopes').fill('')
    await toggle(page, 'Keep its tokens')
    await toggle(page, 'Hear of accounts in danger')
    await save(page)
    expect(await stored()).toEqual({
      options: { domain: twin.issuer, clientIds: [twin.client.id], backChannelLogout: true },
      secrets: ['clientSecret'],
    })
    expect(await page.content()).not.toContain(TOKEN)
    expect(complaints().filter((complaint) => !/status of 40[01]/.test(complaint))).toEqual([])
  })
})
