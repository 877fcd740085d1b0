import { paths } from '@latchkey/contract'
import { expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { atOnce, tally } from '../fixtures/stores.js'
import { refusalOf, type TestBrowser } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor } from '../fixtures/test-browser-door.js'

test.each(databaseKinds)(
  'nobody’s attempt is counted whose password was not compared for want of room, on $name',
  async (kind) => {
    await using database = await kind.create()
    // One at a time, and eight that wait.
    const hashing = { memoryKiB: 4_096, iterations: 2, concurrency: 1 }
    await using house = await startTestBrowserDoor({ database, options: { passwords: { hashing } } })
    const browsers: TestBrowser[] = []
    for (let index = 0; index < 24; index += 1) {
      const browser = house.openBrowser()
      await house.signUp(browser, { email: `person-${index}@example.com` })
      browsers.push(browser)
    }
    await runSql(database, 'delete from throttles')
    const answers = await atOnce(browsers.length, async (index) => {
      const body = { currentPassword: `not ${PASSWORD}`, newPassword: 'another good phrase' }
      return refusalOf((await browsers[index]?.send('POST', paths.changePassword, body)) ?? expect.fail())
    })
    const { password_wrong: compared = 0, overloaded = 0 } = tally(answers.map(({ reason }) => reason))
    expect(compared + overloaded).toBe(browsers.length)
    expect(overloaded).toBeGreaterThan(0)
    expect(await countRows(database, 'throttles')).toBe(compared)
  },
)
