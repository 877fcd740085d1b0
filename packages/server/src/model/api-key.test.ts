import { describe, expect, test } from 'vitest'
import { readApiKeyName } from './api-key.js'

describe('the name of an API key', () => {
  test.each([
    ['  Nightly backup ', 'Nightly backup'],
    ['tab\there\u0000', 'tabhere'],
    ['می‌خواهم', 'می‌خواهم'],
    ['👩‍💻 laptop', '👩‍💻 laptop'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['half \ud83d of it', 'half  of it'],
    ['n'.repeat(60), 'n'.repeat(60)],
    ['😀'.repeat(60), '😀'.repeat(60)],
  ])('%j is kept as %j', (typed, kept) => {
    expect(readApiKeyName(typed)).toBe(kept)
  })

  test.each(['', '   ', '\u200b\u200d', '\u0000', '\u2067\u2069', 'n'.repeat(61), '😀'.repeat(61)])(
    '%j is none',
    (typed) => {
      expect(readApiKeyName(typed)).toBeUndefined()
    },
  )
})
