import { describe, expect, test } from 'vitest'
import { newLinkId, newSignUpId } from '../model/ids.js'
import { nodeSecrets } from '../outbound/node-secrets.js'
import { isOneTimeCode, makeOneTimeCode, makeOneTimeToken, readOneTimeToken } from './one-time-token.js'

const OLD = 'the-root-secret-before-0123456789abcdef'
const NEW = 'the-root-secret-of-today-0123456789abcd'
const secrets = nodeSecrets([NEW])
const link = newLinkId(1_790_000_000_000, 'a1b2c3d4e5f6a7b8c9d0')
const signUp = newSignUpId(1_790_000_000_000, 'a1b2c3d4e5f6a7b8c9d0')

describe('the token in a link', () => {
  test('names its subject, for its purpose', () => {
    expect(makeOneTimeToken(secrets, 'sign_up', signUp)).toMatch(/^lkvt_[0-9a-f]{32}\.[A-Za-z0-9_-]{43}$/)
    expect(readOneTimeToken(secrets, 'sign_up', makeOneTimeToken(secrets, 'sign_up', signUp))).toBe(signUp)
    for (const purpose of ['password_reset', 'email_change'] as const)
      expect(readOneTimeToken(secrets, purpose, makeOneTimeToken(secrets, purpose, link))).toBe(link)
  })

  test('is nothing for another purpose, not even under its prefix', () => {
    const token = makeOneTimeToken(secrets, 'email_change', link)
    expect(readOneTimeToken(secrets, 'password_reset', token)).toBeUndefined()
    expect(readOneTimeToken(secrets, 'password_reset', token.replace('lkec_', 'lkpr_'))).toBeUndefined()
    expect(readOneTimeToken(secrets, 'sign_up', token.replace('lkec_', 'lkvt_'))).toBeUndefined()
  })

  test('dies with any character of it', () => {
    const token = makeOneTimeToken(secrets, 'password_reset', link)
    for (let at = 0; at < token.length; at += 1) {
      const altered = token.slice(0, at) + (token[at] === 'e' ? 'f' : 'e') + token.slice(at + 1)
      expect([at, readOneTimeToken(secrets, 'password_reset', altered)]).toEqual([at, undefined])
    }
  })

  test.each(['', 'lkpr_', ' ', `lkpr_${'0'.repeat(32)}.${'A'.repeat(43)}`, 'x'.repeat(100_000)])(
    'is not %s',
    (text) => {
      expect(readOneTimeToken(secrets, 'password_reset', text)).toBeUndefined()
    },
  )

  test('has nothing before or behind it', () => {
    const token = makeOneTimeToken(secrets, 'password_reset', link)
    for (const text of [` ${token}`, `${token} `, `${token}\n`, `${token}A`])
      expect(readOneTimeToken(secrets, 'password_reset', text)).toBeUndefined()
  })

  test('outlives its secret only while that is kept', () => {
    const token = makeOneTimeToken(nodeSecrets([OLD]), 'password_reset', link)
    expect(readOneTimeToken(nodeSecrets([NEW, OLD]), 'password_reset', token)).toBe(link)
    expect(readOneTimeToken(secrets, 'password_reset', token)).toBeUndefined()
  })
})

describe('the code beside it', () => {
  const code = makeOneTimeCode(secrets, 'sign_up', signUp)

  test('is six digits, of one subject and one purpose', () => {
    expect(code).toMatch(/^\d{6}$/)
    expect(makeOneTimeCode(secrets, 'sign_up', signUp)).toBe(code)
    expect(makeOneTimeCode(nodeSecrets([OLD]), 'sign_up', signUp)).not.toBe(code)
    expect(makeOneTimeCode(secrets, 'email_change', link)).not.toBe(
      makeOneTimeCode(secrets, 'password_reset', link),
    )
  })

  test('may be typed in groups', () => {
    for (const typed of [
      code,
      ` ${code.slice(0, 3)} ${code.slice(3)} `,
      `${code.slice(0, 3)}-${code.slice(3)}`,
    ])
      expect(isOneTimeCode(secrets, 'sign_up', signUp, typed)).toBe(true)
  })

  test('is nothing else', () => {
    const off = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    for (const typed of ['', off, `${code}0`, `0${code}`, code.slice(1), `${code}x`, '١٢٣٤٥٦'])
      expect([typed, isOneTimeCode(secrets, 'sign_up', signUp, typed)]).toEqual([typed, false])
  })

  test('is spread over all of them: no digit of ten thousand codes is rare', () => {
    const counts = Array.from({ length: 6 }, () => Array<number>(10).fill(0))
    for (let index = 0; index < 10_000; index += 1) {
      const id = newSignUpId(index, index.toString(16).padStart(20, '0'))
      for (const [at, digit] of [...makeOneTimeCode(secrets, 'sign_up', id)].entries()) {
        const column = counts[at]
        if (column !== undefined) column[Number(digit)] = (column[Number(digit)] ?? 0) + 1
      }
    }
    // 1 000 are expected of each; six standard deviations are 180.
    expect(Math.min(...counts.flat())).toBeGreaterThan(820)
    expect(Math.max(...counts.flat())).toBeLessThan(1_180)
  })
})
