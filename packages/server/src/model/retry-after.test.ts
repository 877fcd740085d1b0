import { expect, test } from 'vitest'
import { readRetryAfter } from './retry-after.js'
import { MINUTE } from './time.js'

const NOW = Date.UTC(2026, 10, 22, 12)

test.each([
  ['seconds', '120', 2 * MINUTE],
  ['no seconds', '0', 0],
  ['a moment', 'Sun, 22 Nov 2026 12:05:00 GMT', 5 * MINUTE],
  ['a moment as RFC 850 wrote it', 'Sunday, 22-Nov-26 12:05:00 GMT', 5 * MINUTE],
  ['a moment as C wrote it', 'Sun Nov 22 12:05:00 2026', 5 * MINUTE],
  ['a moment on a day of one digit', 'Tue Dec  1 12:00:00 2026', 9 * 24 * 60 * MINUTE],
  ['a moment that is over', 'Sun, 22 Nov 2026 11:55:00 GMT', -5 * MINUTE],
])('%s are understood', (_, text, wait) => {
  expect(readRetryAfter(text, NOW)).toBe(NOW + wait)
})

test.each([
  undefined,
  '',
  'soon',
  '-1',
  '1.5',
  '1e3',
  '99999999999',
  '2026-11-22T12:05:00Z',
  'Sun, 22 Foo 2026 12:05:00 GMT',
  'Sun, 99 Nov 2026 12:05:00 GMT',
  'Sun, 22 Nov 2026 12:05:00 +0100',
])('%s says nothing', (text) => {
  expect(readRetryAfter(text, NOW)).toBeUndefined()
})
