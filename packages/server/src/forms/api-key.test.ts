import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32 } from '../model/crc32.js'
import { nodeSecrets } from '../outbound/node-secrets.js'
import { isApiKey, makeApiKey, readApiKey } from './api-key.js'

const secrets = nodeSecrets(['the-root-secret-of-today-0123456789abcd'])
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

describe('CRC-32', () => {
  test.each([
    // The check value of the catalogue of parametrised CRC algorithms, and those of gzip for nothing and for one letter.
    ['123456789', 0xcbf43926],
    ['', 0],
    ['a', 0xe8b7be43],
  ])('of %j is that of gzip', (text, sum) => {
    expect(crc32(text)).toBe(sum)
  })
})

describe('API key', () => {
  test('a key is the prefix, 43 random letters and the six of their checksum, and no two are alike', () => {
    const made = Array.from({ length: 200 }, () => makeApiKey(secrets))
    for (const { text, hash, hint } of made) {
      expect(text).toMatch(/^lkak_[0-9A-Za-z]{49}$/)
      expect(hint).toBe(text.slice(-4))
      expect(hash).toBe(readApiKey(secrets, text))
      expect(hash).not.toContain(text.slice(5, 15))
    }
    expect(new Set(made.map(({ text }) => text)).size).toBe(200)
    const used = new Set(made.flatMap(({ text }) => [...text.slice(5, 48)]))
    expect([...used].sort().join('')).toBe([...LETTERS].sort().join(''))
  })

  test('a key is what it was made to be, letter by letter', () => {
    const fixed = { ...secrets, randomHex: () => '01' }
    const body = `lkak_${'1'.repeat(43)}`
    let [rest, checksum] = [crc32(body), '']
    for (; checksum.length < 6; rest = Math.floor(rest / 62)) checksum = LETTERS[rest % 62] + checksum
    expect(makeApiKey(fixed).text).toBe(body + checksum)
  })

  test('with any one letter changed, two swapped or one missing it is no key', () => {
    fc.assert(
      fc.property(fc.nat({ max: 53 }), fc.constantFrom(...LETTERS, '_', ' ', 'é'), (at, letter) => {
        const { text } = makeApiKey(secrets)
        const changed = text.slice(0, at) + letter + text.slice(at + 1)
        if (changed !== text) expect(readApiKey(secrets, changed)).toBeUndefined()
        const swapped = text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)
        if (swapped !== text) expect(readApiKey(secrets, swapped)).toBeUndefined()
        expect(readApiKey(secrets, text.slice(0, at) + text.slice(at + 1))).toBeUndefined()
      }),
    )
  })

  test('what has the shape and a random checksum is hashed by nobody', () => {
    const silent = {
      hash: (): string => {
        throw new Error('it was hashed')
      },
    }
    for (let guess = 0; guess < 500; guess += 1) {
      const letters = [...randomBytes(49)].map((byte) => LETTERS[byte % 62]).join('')
      expect(readApiKey(silent, `lkak_${letters}`)).toBeUndefined()
    }
    const { text } = makeApiKey(secrets)
    for (const wrong of [`${text}\n`, ` ${text}`, text.toLowerCase(), `${text}0`, '', 'lkak_', text.slice(5)])
      expect(readApiKey(silent, wrong)).toBeUndefined()
    expect(() => readApiKey(silent, text)).toThrow('it was hashed')
  })

  test('whatever has the prefix means to be a key', () => {
    expect([isApiKey('lkak_'), isApiKey('lkak'), isApiKey('a'.repeat(40))]).toEqual([true, false, false])
  })

  test('its hash is that of no other form', () => {
    const { text, hash } = makeApiKey(secrets)
    expect([secrets.hash(text), secrets.hash(`drf-token ${text}`)]).not.toContain(hash)
  })
})
