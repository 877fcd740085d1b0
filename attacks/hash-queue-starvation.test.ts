import { setTimeout } from 'node:timers/promises'
import { paths } from '@latchkey/contract'
import { expect, test } from 'vitest'
import { PASSWORD, startTestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { outcomeOf } from './fixtures/outcome-of.js'

// An attacker signs in to accounts of his own, with the right passwords, which no counter minds, as often as he can: so that the
// hashes of others find no place.

test('one network does not keep the others from signing in', async () => {
  const hashing = { memoryKiB: 4_096, iterations: 2, concurrency: 1 }
  await using house = await startTestBrowserDoor({ options: { passwords: { hashing } } })
  const own = ['mallory@example.com', 'malory@example.com', 'mallorie@example.com']
  for (const email of own) await house.signUp(house.openBrowser(), { email })
  await house.signUp(house.openBrowser())
  const signIn = async (email: string, remoteAddress: string) => {
    const credentials = { email, password: PASSWORD }
    const browser = house.openBrowser()
    return outcomeOf(await browser.send('POST', paths.session, credentials, { source: { remoteAddress } }))
  }
  const outcomes: string[] = []
  let isOver = false
  const attack = Array.from({ length: 42 }, async (_, index) => {
    const email = own[index % own.length] ?? ''
    while (!isOver) {
      outcomes.push(await signIn(email, '198.51.100.7'))
      // In one process with the server the attack must leave it its turn.
      await setTimeout(1)
    }
  })
  for (let visit = 0; visit < 10; visit += 1)
    expect(await signIn('ada@example.com', `192.0.2.${visit}`)).toBe('200')
  isOver = true
  await Promise.all(attack)
  expect(outcomes).toContain('200')
  expect(outcomes).toContain('503 overloaded')
})
