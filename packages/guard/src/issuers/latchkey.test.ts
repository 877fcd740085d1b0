import { AuthError, accessTokenClaims, opaqueTokenClaims } from '@latchkey/contract'
import { describe, expect, it } from 'vitest'
import { claimsWith } from '../../test/signer.js'
import type { JwtPayload } from '../jwt/check-claims.js'
import { readLatchkeyClaims } from './latchkey.js'

const full: Record<string, unknown> = {
  ...claimsWith(),
  nbf: 1,
  scope: 'openid todos:read',
  roles: ['moderator'],
  amr: ['pwd', 'otp'],
  acr: '2',
  auth_time: 1_700_000_000,
  user_id: 7,
}
const wrongValues = [undefined, null, true, 1, 1.5, 'text', '', [], ['a'], ['a', 1], {}, { a: 'b' }]

/** What JWT verification has settled before anybody reads the claims, and the place of the status, which whoever looks there reads. */
const SETTLED: ReadonlySet<string> = new Set(['iss', 'aud', 'exp', 'nbf', 'iat', 'status'])

const isRead = (claims: object, form: 'JWT' | 'opaque token'): boolean => {
  try {
    readLatchkeyClaims(claims as JwtPayload, form)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(AuthError)
    expect(error).toHaveProperty('code', 'token_claims_invalid')
    return false
  }
}

describe('reading the claims of a Latchkey token', () => {
  const names = Object.keys(accessTokenClaims.shape).filter((name) => !SETTLED.has(name))

  it.each(names)('takes and refuses the values of %s that the contract does', (name) => {
    for (const value of wrongValues) {
      const claims = { ...full, [name]: value }
      // An id that says nothing names nobody: stricter than the schema, which knows no empty one for `sub` alone.
      const isEmptyId = ['jti', 'sid', 'client_id'].includes(name) && value === ''
      const label = `${name}: ${JSON.stringify(value)}`
      const [jwt, opaque] = [accessTokenClaims, opaqueTokenClaims].map(
        (schema) => schema.safeParse(claims).success && !isEmptyId,
      )
      expect(isRead(claims, 'JWT'), label).toBe(jwt)
      if (name !== 'jti') expect(isRead(claims, 'opaque token'), label).toBe(opaque)
    }
  })

  it('asks for iat, which RFC 9068 §2.2 does and RFC 7519 does not', () => {
    const { iat: _, ...claims } = full
    expect(isRead(claims, 'JWT')).toBe(false)
  })

  it('does without the jti of an opaque token', () => {
    const { jti: _, ...claims } = full
    expect(isRead(claims, 'opaque token')).toBe(true)
    expect(isRead(claims, 'JWT')).toBe(false)
  })

  it('tells what it found and what it expected', () => {
    expect(() => readLatchkeyClaims({ ...full, roles: 'admin' } as unknown as JwtPayload, 'JWT')).toThrow(
      expect.objectContaining({ detail: 'roles must be a list of texts, saw "admin"' }),
    )
  })
})
