import { expect, test } from 'vitest'
import { howLongAgo } from './how-long-ago.js'

const now = Date.parse('2026-03-10T12:00:00.000Z')

test.each([
  ['2026-03-10T11:59:01.000Z', 'just now'],
  ['2026-03-10T11:59:00.000Z', '1 minute ago'],
  ['2026-03-10T11:00:01.000Z', '59 minutes ago'],
  ['2026-03-10T11:00:00.000Z', '1 hour ago'],
  ['2026-03-09T12:00:01.000Z', '23 hours ago'],
  ['2026-03-09T12:00:00.000Z', '1 day ago'],
  ['2026-02-08T12:00:00.000Z', '30 days ago'],
])('%s was %s', (moment, said) => {
  expect(howLongAgo(moment, now)).toBe(said)
})

test('a moment by a clock that runs ahead is now', () => {
  expect(howLongAgo('2026-03-10T12:00:30.000Z', now)).toBe('just now')
})
