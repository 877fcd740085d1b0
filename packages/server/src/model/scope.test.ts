import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatScope, isScopeToken, parseScope } from './scope.js'

describe('parseScope', () => {
  test('keeps the order, and counts a repeated scope once', () => {
    expect(parseScope('todos:read openid todos:read')).toEqual(['todos:read', 'openid'])
  })

  test('passes over spaces that separate nothing', () => {
    expect(parseScope('  openid   email ')).toEqual(['openid', 'email'])
    expect(parseScope('')).toEqual([])
  })

  test.each(['"openid"', 'open\\id', 'openid\temail', 'openid\u0000', 'école', 'openid\u00a0email'])(
    'refuses %j (RFC 6749 §3.3)',
    (text) => {
      expect(parseScope(text)).toBeUndefined()
    },
  )

  test('what was formatted is read back', () => {
    const token = fc.string({ minLength: 1 }).filter(isScopeToken)
    fc.assert(
      fc.property(fc.uniqueArray(token), (scopes) => {
        expect(parseScope(formatScope(scopes))).toEqual(scopes)
      }),
    )
  })
})
