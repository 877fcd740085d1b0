import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskCsrfSecret, newCsrfSecret, readCsrfSecret } from './django-csrf-token.js'

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const source = { randomHex: (bytes: number) => randomBytes(bytes).toString('hex') }
const secrets = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 32, maxLength: 32 })
/** Draws this text: each letter by the one byte that stands for it. */
const drawing = (text: string) => {
  const bytes = Array.from(text, (letter) => LETTERS.indexOf(letter).toString(16).padStart(2, '0'))
  return { randomHex: () => bytes.shift() ?? '00' }
}

describe("Django's CSRF tokens", () => {
  // By _mask_cipher_secret of Django 3.2.
  it('a secret under a mask is what Django makes of it', () => {
    const token = maskCsrfSecret(
      drawing('Q7xB2mKz9AaZ0tYhLc4Rn6Wd3SgPe8Ui'),
      '0ZzAa9kQm3XbT7rLwE2yHs5NdGc8VfJp',
    )
    expect(token).toBe('Q7xB2mKz9AaZ0tYhLc4Rn6Wd3SgPe8UiGWW12lUfltX0JqfS7GWfUoRQ6oiNZdtx')
  })

  it('every secret is read again, whatever the mask', () => {
    fc.assert(
      fc.property(secrets, secrets, (secret, mask) => {
        const token = maskCsrfSecret(drawing(mask), secret)
        expect(token).toMatch(/^[A-Za-z0-9]{64}$/)
        expect(token.slice(0, 32)).toBe(mask)
        expect(readCsrfSecret(token)).toBe(secret)
      }),
    )
  })

  it('two secrets under one mask never look alike', () => {
    fc.assert(
      fc.property(secrets, secrets, secrets, (one, other, mask) => {
        fc.pre(one !== other)
        expect(maskCsrfSecret(drawing(mask), one)).not.toBe(maskCsrfSecret(drawing(mask), other))
      }),
    )
  })

  it('a cookie of Django 4.1 and later is its own secret', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        expect(readCsrfSecret(secret)).toBe(secret)
      }),
    )
  })

  it('one secret is told in another text each time', () => {
    const secret = newCsrfSecret(source)
    const told = new Set(Array.from({ length: 50 }, () => maskCsrfSecret(source, secret)))
    expect(told.size).toBe(50)
    expect(new Set([...told].map(readCsrfSecret))).toEqual(new Set([secret]))
  })

  it('every other text is none, and breaks nothing', () => {
    const odd = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...LETTERS, ' ', '\n', 'ſ', '٣'), minLength: 31, maxLength: 65 }),
    )
    fc.assert(
      fc.property(odd, (text) => {
        fc.pre(!/^(?:[A-Za-z0-9]{32}|[A-Za-z0-9]{64})$/.test(text) || text.includes('\n'))
        expect(readCsrfSecret(text)).toBeUndefined()
      }),
    )
    expect(readCsrfSecret(`${'a'.repeat(64)}\n`)).toBeUndefined()
  })

  it('a byte that would favour the first letters is passed over', () => {
    const bytes = ['ff', 'f8', 'f7', '00']
    const drawn = newCsrfSecret({ randomHex: () => bytes.shift() ?? '01' })
    expect(drawn).toBe(`9a${'b'.repeat(30)}`)
  })
})
