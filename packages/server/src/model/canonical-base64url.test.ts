import { describe, expect, it } from 'vitest'
import { isCanonicalBase64url } from './canonical-base64url.js'

describe('isCanonicalBase64url', () => {
  it.each(Array.from({ length: 300 }, (_, index) => index))(
    '%i: what an encoder writes is the one way',
    (seed) => {
      const bytes = Buffer.from(
        Array.from({ length: 1 + (seed % 34) }, (_, at) => (seed * 31 + at * 97) % 256),
      )
      const text = bytes.toString('base64url')
      expect(isCanonicalBase64url(text)).toBe(true)
      for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
        const other = text.slice(0, -1) + last
        const isAnother = Buffer.from(other, 'base64url').toString('base64url') === other
        expect(isCanonicalBase64url(other), other).toBe(isAnother)
      }
    },
  )

  it.each(['', 'A', 'AAAAA', 'AA==', 'AA\n', 'A A', 'A+', 'A/', 'Ä_'])('%j is not', (text) => {
    expect(isCanonicalBase64url(text)).toBe(false)
  })
})
