import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newSessionId } from '../model/ids.js'
import { nodeSecrets } from '../outbound/node-secrets.js'
import { makeRefreshToken, readRefreshToken } from './refresh-token.js'

const OLD = 'the-root-secret-before-0123456789abcdef'
const NEW = 'the-root-secret-of-today-0123456789abcd'
const secrets = nodeSecrets([NEW])

const hex = (digits: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: digits, maxLength: digits })
    .map((all) => all.join(''))
const someToken = fc.record({
  sessionId: hex(20).map((random) => newSessionId(1_790_000_000_000, random)),
  generation: fc.nat({ max: 999_999_999 }),
})

describe('refresh token', () => {
  test('what was made is read back', () => {
    fc.assert(
      fc.property(someToken, (token) => {
        expect(readRefreshToken(secrets, makeRefreshToken(secrets, token))).toEqual(token)
      }),
    )
  })

  test('one generation of one session has one token', () => {
    const token = { sessionId: newSessionId(1_790_000_000_000, '0'.repeat(20)), generation: 7 }
    expect(makeRefreshToken(secrets, token)).toBe(makeRefreshToken(nodeSecrets([NEW, OLD]), token))
    expect(makeRefreshToken(secrets, { ...token, generation: 8 })).not.toBe(makeRefreshToken(secrets, token))
  })

  test('a token with any character changed is nobody’s', () => {
    const printable = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code))
    fc.assert(
      fc.property(someToken, fc.nat(), printable, (token, at, character) => {
        const text = makeRefreshToken(secrets, token)
        const place = at % text.length
        fc.pre(text[place] !== character)
        expect(
          readRefreshToken(secrets, text.slice(0, place) + character + text.slice(place + 1)),
        ).toBeUndefined()
      }),
      { numRuns: 2_000 },
    )
  })

  test('the last character of a token has one spelling, though base64url has four', () => {
    fc.assert(
      fc.property(someToken, (token) => {
        const text = makeRefreshToken(secrets, token)
        const accepted = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter(
          (last) => readRefreshToken(secrets, text.slice(0, -1) + last) !== undefined,
        )
        expect(accepted).toEqual([text.at(-1)])
      }),
      { numRuns: 30 },
    )
  })

  test('a token cut short, lengthened or wrapped is nobody’s', () => {
    fc.assert(
      fc.property(someToken, fc.nat({ max: 40 }), fc.string({ minLength: 1 }), (token, cut, more) => {
        const text = makeRefreshToken(secrets, token)
        for (const changed of [text.slice(0, -1 - cut), text + more, more + text, ` ${text}`, `${text}\n`])
          expect(readRefreshToken(secrets, changed)).toBeUndefined()
      }),
    )
  })

  test('the MAC of one token fits no other', () => {
    fc.assert(
      fc.property(someToken, someToken, (one, other) => {
        fc.pre(one.sessionId !== other.sessionId || one.generation !== other.generation)
        const [head] = makeRefreshToken(secrets, one).split(/(?<=\.\d+\.)/)
        const mac = makeRefreshToken(secrets, other).split('.').at(-1)
        expect(readRefreshToken(secrets, `${head}${mac}`)).toBeUndefined()
      }),
    )
  })

  test('a token with another spelling of its generation is nobody’s', () => {
    const text = makeRefreshToken(secrets, { sessionId: newSessionId(1, '0'.repeat(20)), generation: 7 })
    for (const spelling of ['07', '+7', '7.0', '7e0', '0x7', ' 7', '٧', '-7'])
      expect(readRefreshToken(secrets, text.replace('.7.', `.${spelling}.`)), spelling).toBeUndefined()
  })

  test('a token made under a retiring secret is read, one made under a forgotten secret is not', () => {
    fc.assert(
      fc.property(someToken, (token) => {
        const text = makeRefreshToken(nodeSecrets([OLD]), token)
        expect(readRefreshToken(nodeSecrets([NEW, OLD]), text)).toEqual(token)
        expect(readRefreshToken(nodeSecrets([NEW]), text)).toBeUndefined()
      }),
    )
  })
})
