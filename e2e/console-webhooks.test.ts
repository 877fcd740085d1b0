import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startReceiver } from '../conformance/fixtures/receiver.js'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { idsOf, readPush } from '../packages/server/test/fixtures/test-webhooks.js'
import { PATIENCE_MS } from './browser.js'
import { enterConsole, joinAs } from './console-visits.js'
import { type HostedApp, startHostedApp } from './hosted-app.js'
import { collectComplaints, isRefusal, lookAt, screensOn } from './look-at-page.js'
import { useBrowser } from './use-browser.js'

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS })

describe.each(databaseKinds)('webhooks in the console on $name', (kind) => {
  const openDevice = useBrowser()
  let hosted: HostedApp
  beforeAll(async () => {
    hosted = await startHostedApp({ kind })
  })
  afterAll(() => hosted[Symbol.asyncDispose]())

  // One way through, looked at on every screen.
  it('are made, with a secret shown once; tried, sent again, paused, changed and removed', {
    timeout: 4 * PATIENCE_MS,
  }, async () => {
    // The test arrives; the event fails, and so does the second try, which comes by itself within seconds. The third is minutes away.
    const answers = [204, 500, 500, 200]
    await using receiver = await startReceiver((index) => ({ status: answers[index] ?? 200 }))
    const operator = await joinAs(hosted, 'Olive Operator', ['latchkey.operator'])
    const page = await openDevice()
    const complaints = collectComplaints(page)
    await enterConsole(hosted, page, operator, 'webhooks')
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    const choose = (event: string) => page.getByRole('dialog').getByText(event, { exact: true }).click()
    const goTo = (label: string) =>
      page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: label }).click()
    await page.getByText('Make one, and your own systems').waitFor()
    await lookAt(page, `console-${kind.name}-webhooks-none`)

    await press('New webhook')
    expect(await page.getByRole('button', { name: 'Create' }).isDisabled()).toBe(true)
    await page.getByLabel('Address').fill('http://receiver.example/')
    await page.getByLabel('For').fill('The CRM')
    await choose('user.invited')
    await press('Create')
    await page.getByRole('alert').waitFor()
    await lookAt(page, `console-${kind.name}-new-webhook`)
    await page.getByLabel('Address').fill(receiver.url)
    await press('Create')
    const secret = (await page.locator('.secret code').textContent()) ?? ''
    expect(secret).toMatch(/^whsec_/)
    await lookAt(page, `console-${kind.name}-webhook-secret`)
    await press('I have it')
    await page.reload()
    await page.getByRole('link', { name: receiver.url }).click()
    await page.getByRole('heading', { level: 1, name: 'The CRM' }).waitFor()
    expect(await page.content()).not.toContain(secret)

    await press('Send a test')
    await page.getByText('The test has arrived: the receiver answered 204.').waitFor()
    const [tested] = receiver.pushes
    expect(tested && readPush(secret, tested)).toMatchObject({ type: 'webhook.test' })

    await goTo('Users')
    await press('New user')
    await page.getByLabel('Email address').fill(`mia-${kind.name}@example.com`)
    await page.getByRole('textbox', { name: 'Name' }).fill('Mia Made')
    await press('Invite')
    await page.getByRole('heading', { level: 1, name: 'Mia Made' }).waitFor()
    await goTo('Webhooks')
    await page.getByRole('link', { name: receiver.url }).click()
    await page.getByText('the receiver answered 500').first().waitFor()
    await expect.poll(() => receiver.pushes.length, { timeout: PATIENCE_MS }).toBe(3)
    await press('Send now: user.invited')
    await page.getByText('arrived', { exact: true }).waitFor()
    const [, failed, failedAgain, arrived] = idsOf(receiver)
    expect([failedAgain, arrived]).toEqual([failed, failed])
    const push = receiver.pushes[3]
    expect(push && readPush(secret, push)).toMatchObject({ type: 'user.invited' })
    await page.getByText('user.invited', { exact: true }).last().click()
    await page.getByText('"by":').waitFor()

    await press('New secret')
    await page.getByLabel('Reason').fill('asked by phone')
    await lookAt(page, `console-${kind.name}-rotate-webhook`)
    await press('Make it')
    expect(await page.locator('.secret code').textContent()).not.toBe(secret)
    await press('I have it')
    await press('Pause')
    await page.getByText('paused', { exact: true }).waitFor()
    await press('Edit')
    await choose('session.ended')
    await press('Save')
    await page.getByText(/^(user.invited, session.ended|session.ended, user.invited)$/).waitFor()
    await press('Enable')
    await page.getByText('enabled', { exact: true }).waitFor()
    const detail = page.url()

    for (const { screen, options } of screensOn(kind)) {
      const theirs = await openDevice(options)
      await enterConsole(hosted, theirs, operator, 'webhooks')
      await theirs.getByRole('link', { name: receiver.url }).waitFor()
      await lookAt(theirs, `console-${kind.name}-webhooks-${screen}`)
      await theirs.goto(detail)
      await theirs.getByText('arrived', { exact: true }).waitFor()
      await lookAt(theirs, `console-${kind.name}-webhook-${screen}`)
      await theirs.context().close()
    }

    await press('Remove')
    const question = page.getByRole('alertdialog')
    await question.getByLabel('Reason').fill('asked by phone')
    await question.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Make one, and your own systems').waitFor()
    expect(complaints().filter((complaint) => !isRefusal(complaint))).toEqual([])
  })

  it('are shown to support, who can do nothing to them', async () => {
    const support = await joinAs(hosted, 'Sam Support', ['latchkey.support'])
    const page = await openDevice()
    await enterConsole(hosted, page, support, 'webhooks')
    await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor()
    await page.getByRole('progressbar').waitFor({ state: 'detached' })
    expect(await page.getByRole('button', { name: 'New webhook' }).count()).toBe(0)
  })
})
