import { describe, expect, test } from 'vitest'
import { chooseLocale } from './locale.js'

describe('the language a person is written to in', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['DE-ch', 'de'],
    ['fr-CA,fr;q=0.8,en;q=0.5', 'fr'],
    ['en;q=0.5, de;q=0.9', 'de'],
    ['de;q=0.5, fr;q=0.5', 'de'],
    ['ja, it;q=0.9, fr;q=0.1', 'fr'],
    ['ja, *;q=0.5', 'en'],
    ['*', 'en'],
    ['de;q=0, en', 'en'],
    ['de;q=0', 'en'],
    ['de ; q=0.3 , fr ; q=0.4', 'fr'],
    ['de;level=1;q=0.2, fr;q=0.3', 'fr'],
  ] as const)('for %s is %s', (header, locale) => {
    expect(chooseLocale(header)).toBe(locale)
  })

  test.each([
    'de;q=many',
    'de;q=',
    'deutsch',
    'd e',
    ';;;,,,',
    '-de',
    'x'.repeat(100_000),
    'ja,'.repeat(100_000),
  ])('for what cannot be read is English', (header) => {
    expect(chooseLocale(header)).toBe('en')
  })

  test('a wish behind an endless list is not looked for', () => {
    expect(chooseLocale(`${'ja,'.repeat(19)}de`)).toBe('de')
    expect(chooseLocale(`${'ja,'.repeat(20)}de`)).toBe('en')
  })
})
