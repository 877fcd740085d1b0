import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPattern, isPersonal, normalizePassword, passwordLength } from './password-rules.js'

describe('normalizePassword', () => {
  test('makes one password of the ways keyboards compose it', () => {
    expect(normalizePassword('pa\u0308sswort')).toBe('p\u00e4sswort')
    expect(normalizePassword('ｐａｓｓ')).toBe('pass')
  })

  test('keeps case and spaces, and everything of ASCII', () => {
    const ascii = fc.string({ unit: 'binary-ascii' })
    fc.assert(fc.property(ascii, (password) => normalizePassword(password) === password))
  })

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (password) => {
        const once = normalizePassword(password)
        expect(normalizePassword(once)).toBe(once)
      }),
    )
  })
})

test.each([
  ['', 0],
  ['password', 8],
  ['😀😀😀😀', 4],
  ['äöüß', 4],
])('%j has %i characters', (password, length) => {
  expect(passwordLength(password)).toBe(length)
})

describe('isPattern', () => {
  test.each([
    'aaaaaaaa',
    'AAAAaaaa',
    'abababab',
    'ABCabcABC',
    '19901990',
    '121212121',
    'ha!!ha!!ha!!',
    '12345678',
    '87654321',
    'abcdefghij',
    'abCDefGH',
    '1234abcd',
    'abcd1234efgh',
    'abc123xyz',
    '11112222',
    '112233445566',
    '😀😀😀😀😀😀😀😀',
    '        ',
  ])('%s is one', (password) => {
    expect(isPattern(password)).toBe(true)
  })

  test.each([
    '',
    'a',
    'ab1',
    'correct horse battery staple',
    'tr0ub4dor&3',
    'bananana-split',
    'hellohello!',
    'abc12xyz',
    'defghost-nopqueen',
    '1990-07-24',
    '8f14e45fceea167a',
    'пароль-мой-друг',
  ])('%j is none', (password) => {
    expect(isPattern(password)).toBe(false)
  })
})

describe('isPersonal', () => {
  const ada = ['ada.lovelace@analytical-engine.example', 'Ada King, Countess of Lovelace']

  test.each([
    'ada.lovelace@analytical-engine.example',
    'ADA.LOVELACE@ANALYTICAL-ENGINE.EXAMPLE',
    'ada.lovelace',
    'AdaLovelace',
    'Ada Lovelace!!',
    'ada_lovelace1815',
    'ada-lovelace-1815!',
    '1815lovelace',
    'lovelace1815',
    '~Lovelace~',
    'ａｄａｌｏｖｅｌａｃｅ',
    'Ada King, Countess of Lovelace',
    'adakingcountessoflovelace1',
    'countess2024',
    'analytical.engine',
    'analytical1',
  ])('%s is what others would try for her', (password) => {
    expect(isPersonal(password, ada)).toBe(true)
  })

  test.each([
    'lovelace-and-babbage',
    'my name is ada lovelace',
    'adalovelac',
    'king1815king',
    'ada18151815',
    'of-1852-1852',
    '18151815',
    '!!!!!!!!',
  ])('%s is not', (password) => {
    expect(isPersonal(password, ada)).toBe(false)
  })

  test('a name of digits is one only as it is', () => {
    expect(isPersonal('0151-234567', ['0151234567@example.com'])).toBe(true)
    expect(isPersonal('99999999', ['0151234567@example.com'])).toBe(false)
  })

  test('digits that belong to the name may be missing or others', () => {
    expect(isPersonal('lovelace99', ['lovelace1815@example.com'])).toBe(true)
  })

  test('a name in letters with marks is read whole', () => {
    expect(isPersonal('हिन्दी2024', ['हिन्दी'])).toBe(true)
    expect(isPersonal('ELISE\u0301e-2024', ['Élise', 'eliséE'])).toBe(true)
  })

  test('nothing known about a person refuses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (password) => {
        expect(isPersonal(password, [])).toBe(false)
        expect(isPersonal(password, ['', '   ', '@', '...'])).toBe(false)
      }),
    )
  })

  test('whatever somebody is called, that with digits behind it is refused', () => {
    const name = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnop'), minLength: 4, maxLength: 20 })
    fc.assert(
      fc.property(name, fc.nat(), fc.constantFrom('', ' ', '.', '_', '!'), (word, number, between) => {
        expect(
          isPersonal(`${word.toUpperCase()}${between}${number}${between}`, [`${word}@example.com`]),
        ).toBe(true)
      }),
    )
  })
})
