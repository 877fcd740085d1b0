import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeSecrets, SealBrokenError } from './node-secrets.js'

const OLD = 'the-root-secret-before-0123456789abcdef'
const NEW = 'the-root-secret-of-today-0123456789abcd'
const secrets = nodeSecrets([NEW])

describe('seal and open', () => {
  test('what was sealed is opened, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(secrets.open('a', secrets.seal('a', text))).toBe(text)
      }),
    )
  })

  test('one text is never sealed alike twice, and does not show through', () => {
    const sealed = secrets.seal('a', 'a plain text that is long enough')
    expect(secrets.seal('a', 'a plain text that is long enough')).not.toBe(sealed)
    expect(Buffer.from(sealed.slice('sealed.v1.'.length), 'base64url').toString('latin1')).not.toContain(
      'plain',
    )
  })

  test('what was changed anywhere is not opened', () => {
    const sealed = Buffer.from(secrets.seal('a', 'text').slice('sealed.v1.'.length), 'base64url')
    for (let place = 0; place < sealed.length; place += 1) {
      const changed = Buffer.from(sealed)
      changed[place] = (changed[place] ?? 0) ^ 1
      expect(() => secrets.open('a', `sealed.v1.${changed.toString('base64url')}`)).toThrow(SealBrokenError)
    }
    expect(() => secrets.open('a', `sealed.v1.${sealed.subarray(0, 20).toString('base64url')}`)).toThrow(
      SealBrokenError,
    )
    expect(() => secrets.open('a', 'text')).toThrow('this is not a sealed text')
  })

  test('what was sealed for one purpose is not opened for another', () => {
    expect(() => secrets.open('b', secrets.seal('a', 'text'))).toThrow(SealBrokenError)
  })

  test('a retiring secret opens and no longer seals', () => {
    const both = nodeSecrets([NEW, OLD])
    expect(both.open('a', nodeSecrets([OLD]).seal('a', 'text'))).toBe('text')
    expect(secrets.open('a', both.seal('a', 'text'))).toBe('text')
    expect(() => nodeSecrets([OLD]).open('a', both.seal('a', 'text'))).toThrow(SealBrokenError)
  })
})

describe('mac', () => {
  test('matches its own text and purpose only', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        fc.pre(text !== other)
        const mac = secrets.mac('a', text)
        expect(secrets.macMatches('a', text, mac)).toBe(true)
        expect(secrets.macMatches('a', other, mac)).toBe(false)
        expect(secrets.macMatches('b', text, mac)).toBe(false)
      }),
    )
  })

  test('made under a retiring secret still matches, and no new one is made under it', () => {
    const both = nodeSecrets([NEW, OLD])
    expect(both.macMatches('a', 'text', nodeSecrets([OLD]).mac('a', 'text'))).toBe(true)
    expect(both.mac('a', 'text')).toBe(secrets.mac('a', 'text'))
    expect(secrets.macMatches('a', 'text', nodeSecrets([OLD]).mac('a', 'text'))).toBe(false)
  })

  test.each(['', 'AAAA', '!', `${'A'.repeat(43)}=`, 'A'.repeat(44)])('%j is nobody’s MAC', (given) => {
    expect(secrets.macMatches('a', 'text', given)).toBe(false)
  })
})

describe('randomness', () => {
  test('is as long as was asked for, and never repeats', () => {
    const drawn = Array.from({ length: 2_000 }, () => secrets.randomHex(16))
    expect(new Set(drawn).size).toBe(drawn.length)
    for (const hex of drawn) expect(hex).toMatch(/^[0-9a-f]{32}$/)
    expect(secrets.randomHex(10_000)).toMatch(/^[0-9a-f]{20000}$/)
  })
})

test('texts are compared by what they are, whatever their lengths', () => {
  expect(secrets.equal('text', 'text')).toBe(true)
  expect(secrets.equal('text', 'texts')).toBe(false)
  expect(secrets.equal('', 'text')).toBe(false)
})

test('the hash of a text is the SHA-256 others compute', () => {
  expect(secrets.hash('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
})
