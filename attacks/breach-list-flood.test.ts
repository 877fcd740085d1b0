import { paths } from '@latchkey/contract'
import { expect, test } from 'vitest'
import { startTestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { outcomeOf } from './fixtures/outcome-of.js'

// An attacker has the server ask the list of breached passwords, which others run, as often as he likes.

test('who has to wait before the next sign-up has nobody asked', async () => {
  let asked = 0
  const breachList = {
    has: async () => {
      asked += 1
      return false
    },
  }
  await using house = await startTestBrowserDoor({ options: { passwords: { breachList } } })
  const source = { remoteAddress: '198.51.100.7' }
  const outcomes: string[] = []
  for (let number = 0; number < 40; number += 1) {
    const newcomer = { email: `nobody-${number}@example.com`, password: `several good words ${number}` }
    outcomes.push(outcomeOf(await house.openBrowser().send('POST', paths.signUp, newcomer, { source })))
  }
  const begun = outcomes.filter((outcome) => outcome === '202').length
  expect(outcomes.filter((outcome) => outcome === '429 too_many_attempts')).toHaveLength(40 - begun)
  expect(begun).toBeLessThan(40)
  expect(asked).toBe(begun)
})
