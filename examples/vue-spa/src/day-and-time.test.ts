import { expect, test } from 'vitest'
import { dayAndTime } from './day-and-time.js'

const now = Date.parse('2026-03-10T12:00:00.000Z')

/** Some versions put another kind of space before AM and PM. */
const said = (moment: string) => dayAndTime(moment, now, 'Europe/Vienna').replaceAll(/\s/g, ' ')

test('a moment of the last days is named by its weekday', () => {
  expect(said('2026-03-10T11:30:00.000Z')).toBe('Tuesday 12:30 PM')
  expect(said('2026-03-04T12:00:01.000Z')).toBe('Wednesday 1:00 PM')
})

test('an earlier one by its date', () => {
  expect(said('2026-03-04T12:00:00.000Z')).toBe('Mar 4, 2026, 1:00 PM')
})
