import { AuthError, type OpaqueTokenClaims } from '@latchkey/contract'
import { beforeEach, describe, expect, it } from 'vitest'
import { AUDIENCE, claimsWith, createSigner, ISSUER, NOW, SECONDS } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { createLocalKeys } from '../keys/local-keys.js'

const TOKEN = '0123456789abcdef0123456789abcdef01234567'

let asked: string[]
let answer: () => Promise<unknown>
const says = (deviation: Readonly<Record<string, unknown>> = {}) => {
  const { jti: _, ...claims } = claimsWith(deviation)
  answer = async () => claims
}

beforeEach(() => {
  asked = []
  says()
})

const guard = createGuard({
  issuer: ISSUER,
  audience: AUDIENCE,
  clock: () => NOW,
  opaque: {
    check: (token) => {
      asked.push(token)
      return answer() as Promise<OpaqueTokenClaims | undefined>
    },
  },
})
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AuthError ? error.code : error),
  )

describe('an opaque token', () => {
  it('is a principal like that of a JWT', async () => {
    const principal = await guard.check({ authorization: `Bearer ${TOKEN}` })
    expect(principal).toEqual({
      userId: 'usr_018f0000000000000000000000000001',
      subject: 'usr_018f0000000000000000000000000001',
      sessionId: 'ses_018f0000000000000000000000000001',
      clientId: 'web',
      scopes: ['openid', 'todos:read'],
      roles: ['member'],
      permissions: ['todos.list'],
      amr: ['pwd'],
      authenticatedAt: NOW - 60_000,
      expiresAt: NOW + 600_000,
      issuer: ISSUER,
      claims: await answer(),
    })
    expect(Object.isFrozen(principal.claims) && Object.isFrozen(principal.roles)).toBe(true)
    expect(asked).toEqual([TOKEN])
  })

  it('is asked about at every request, so that its end is seen at the next', async () => {
    expect(await codeOf(guard.verify(TOKEN))).toBe('accepted')
    answer = async () => undefined
    expect(await codeOf(guard.verify(TOKEN))).toBe('token_session_ended')
    expect(asked).toEqual([TOKEN, TOKEN])
  })

  it.each([
    ['token_issuer_mismatch', { iss: 'https://other.example.com' }],
    ['token_audience_mismatch', { aud: 'https://other.example.com' }],
    ['token_expired', { exp: SECONDS - 60 }],
    ['token_not_yet_valid', { iat: SECONDS + 600 }],
    ['token_claims_invalid', { sid: undefined }],
    ['token_claims_invalid', { roles: 'admin' }],
    ['token_claims_invalid', { permissions: 'todos.list' }],
    ['token_claims_invalid', { exp: undefined }],
  ])('is refused with %s when %j stands behind it', async (code, deviation) => {
    says(deviation)
    expect(await codeOf(guard.verify(TOKEN))).toBe(code)
  })

  it('needs the scopes a JWT would need', async () => {
    expect(await codeOf(guard.verify(TOKEN, { scopes: ['todos:read'] }))).toBe('accepted')
    expect(await codeOf(guard.verify(TOKEN, { scopes: ['todos:write'] }))).toBe('scope_insufficient')
  })

  it('needs the permissions a JWT would need', async () => {
    expect(await codeOf(guard.verify(TOKEN, { permissions: ['todos.list'] }))).toBe('accepted')
    says({ permissions: ['todos.other'] })
    expect(await codeOf(guard.verify(TOKEN, { permissions: ['todos.list'] }))).toBe('permission_insufficient')
  })

  it.each(['', 'a b', 'a\u00e9', 'a.b', 'a.b.c', '=', 'a=b', 'a"b'])(
    'is not what %j is: nobody is asked',
    async (token) => {
      expect(await codeOf(guard.verify(token))).toBe('token_malformed')
      expect(asked).toEqual([])
    },
  )

  it('that is too long is asked about by nobody', async () => {
    expect(await codeOf(guard.verify('a'.repeat(8193)))).toBe('token_too_large')
    expect(asked).toEqual([])
  })

  it.each(['storage_unavailable', 'overloaded'] as const)(
    'while nobody can tell (%s) is no fault of the caller',
    async (code) => {
      answer = async () => {
        throw new AuthError(code)
      }
      expect(await guard.admit({ authorization: `Bearer ${TOKEN}` })).toMatchObject({
        refusal: { status: 503, headers: { 'Retry-After': '1' }, body: { reason: 'issuer_unreachable' } },
      })
    },
  )

  it.each([new RangeError('a bug'), new AuthError('internal_error')])('does not hide %s', async (bug) => {
    answer = async () => {
      throw bug
    }
    await expect(guard.admit({ authorization: `Bearer ${TOKEN}` })).rejects.toBe(bug)
  })

  it('is text that could not be read where none are known', async () => {
    const other = createGuard({ issuer: ISSUER, audience: AUDIENCE, clock: () => NOW })
    expect(await codeOf(other.verify(TOKEN))).toBe('token_malformed')
  })
})

it('a JWT is verified here, and nobody is asked about it', async () => {
  const signer = await createSigner()
  const keys = createLocalKeys({ keys: [signer.jwk] })
  const opaque = {
    check: async () => {
      throw new RangeError('asked')
    },
  }
  const both = createGuard({ issuer: ISSUER, audience: AUDIENCE, keys, clock: () => NOW, opaque })
  expect(await both.verify(await signer.token())).toMatchObject({ clientId: 'web' })
})
