import { describe, expect, test } from 'vitest'
import { foldText, searchWords, wordsOfUser } from './search-words.js'

describe('words to search by', () => {
  test.each([
    ['Ada LOVELACE', ['ada', 'lovelace']],
    ['José Muñoz', ['jose', 'munoz']],
    ['Jose\u0301', ['jose']],
    ['Łukasz Sørensen', ['lukasz', 'sorensen']],
    ['Straße', ['strasse']],
    ['STRASSE', ['strasse']],
    ['İstanbul ışık', ['istanbul', 'isik']],
    ['ﬁne', ['fine']],
    ["O'Brien-Smith", ['o', 'brien', 'smith']],
    ['  ', []],
    ['@.-', []],
    ['李小龍', ['李小龍']],
  ])('%s is found by %j', (text, words) => expect(searchWords(text)).toEqual(words))

  test('a word is a prefix of itself wherever a sigma stands', () => {
    expect(foldText('ΟΔΥΣΣΕΥΣ').startsWith(foldText('ΟΔΥΣ'))).toBe(true)
  })

  test('a word counts once', () => expect(searchWords('ada Ada ADA')).toEqual(['ada']))

  test('neither words nor their letters are without an end', () => {
    const words = searchWords(Array.from({ length: 100 }, (_, index) => `w${index}`).join(' '))
    expect(words).toHaveLength(24)
    expect(searchWords('a'.repeat(1_000))).toEqual(['a'.repeat(64)])
  })

  test('somebody is found by name and by every part of the address', () => {
    expect(wordsOfUser({ name: 'Ada', email: 'a.lovelace@Example.com' })).toEqual([
      'ada',
      'a',
      'lovelace',
      'example',
      'com',
    ])
    expect(wordsOfUser({ name: null, email: null })).toEqual([])
  })
})
