import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../model/time.js'
import { sayDuration } from './say-duration.js'

test.each([
  { duration: MINUTE, en: '1 minute', de: '1 Minute', fr: '1 minute' },
  { duration: 30 * MINUTE, en: '30 minutes', de: '30 Minuten', fr: '30 minutes' },
  { duration: HOUR, en: '1 hour', de: '1 Stunde', fr: '1 heure' },
  { duration: 90 * MINUTE, en: '90 minutes', de: '90 Minuten', fr: '90 minutes' },
  { duration: DAY, en: '24 hours', de: '24 Stunden', fr: '24 heures' },
  { duration: 2 * DAY, en: '48 hours', de: '48 Stunden', fr: '48 heures' },
  { duration: 3 * DAY, en: '3 days', de: '3 Tage', fr: '3 jours' },
])('$en in three languages', ({ duration, en, de, fr }) => {
  const said = (['en', 'de', 'fr'] as const).map((locale) =>
    sayDuration(duration, locale).replaceAll('\u00a0', ' '),
  )
  expect(said).toEqual([en, de, fr])
})

test('a part of a minute is not promised', () => {
  expect(sayDuration(10 * MINUTE + 59 * SECOND, 'en')).toBe('10 minutes')
})
