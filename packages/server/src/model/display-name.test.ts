import { expect, test } from 'vitest'
import { toDisplayName } from './display-name.js'
import { isPictureAddress } from './picture-address.js'

test.each([
  ['  Ada Lovelace ', 'Ada Lovelace'],
  ['A\u0000d\u001ba\r\n', 'Ada'],
  ['A\ud800da', 'Ada'],
  ['עדה 👩‍💻', 'עדה 👩‍💻'],
  ['👩'.repeat(201), '👩'.repeat(200)],
])('a name is kept without what has no place in it: %j', (typed, kept) => {
  expect(toDisplayName(typed)).toBe(kept)
})

test.each(['', '   ', '\u0000', '\n'])('what leaves nothing is no name: %j', (typed) => {
  expect(toDisplayName(typed)).toBeNull()
})

test.each(['https://img.example/ada.png', 'https://img.example/a?b=c'])(
  '%s is the address of a picture',
  (text) => {
    expect(isPictureAddress(text)).toBe(true)
  },
)

test.each([
  'javascript:alert(1)',
  'data:image/png;base64,AA',
  'ada.png',
  '',
  'ftp://img.example/a',
  'file:///etc/passwd',
])('%s is not', (text) => {
  expect(isPictureAddress(text)).toBe(false)
})
