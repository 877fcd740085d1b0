import { AuthError, type ErrorCode, errorBody, publicSentences } from '@latchkey/contract'
import { describe, expect, it } from 'vitest'
import { KeysUnreachable } from './keys/key-source.js'
import { type GuardErrorCode, refusal } from './refusal.js'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const refused = (code: ErrorCode, options: Partial<Parameters<typeof refusal>[1]> = {}) =>
  refusal(new AuthError(code, { detail: 'expected a, saw b' }), { traceId, ...options })

describe('a refusal', () => {
  it('without a credential says how to send one, and not that anything was wrong', () => {
    expect(refused('token_missing')).toEqual({
      status: 401,
      headers: {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        'WWW-Authenticate': 'Bearer realm="api"',
      },
      body: {
        error: 'invalid_token',
        error_description: publicSentences.token_missing,
        reason: 'token_missing',
        trace_id: traceId,
      },
    })
    expect(
      refused('token_missing', { requirement: { scopes: ['a', 'b'] } }).headers['WWW-Authenticate'],
    ).toBe('Bearer realm="api", scope="a b"')
  })

  it.each<[GuardErrorCode, number, string]>([
    ['token_repeated', 400, 'invalid_request'],
    ['token_malformed', 401, 'invalid_token'],
    ['token_too_large', 401, 'invalid_token'],
    ['token_type_refused', 401, 'invalid_token'],
    ['token_algorithm_refused', 401, 'invalid_token'],
    ['token_issuer_mismatch', 401, 'invalid_token'],
    ['token_audience_mismatch', 401, 'invalid_token'],
    ['token_key_unknown', 401, 'invalid_token'],
    ['token_signature_invalid', 401, 'invalid_token'],
    ['token_expired', 401, 'invalid_token'],
    ['token_not_yet_valid', 401, 'invalid_token'],
    ['token_claims_invalid', 401, 'invalid_token'],
    ['scope_insufficient', 403, 'insufficient_scope'],
    ['role_insufficient', 403, 'access_denied'],
    ['permission_insufficient', 403, 'access_denied'],
    ['principal_refused', 403, 'access_denied'],
    ['sign_in_insufficient', 401, 'insufficient_user_authentication'],
  ])('for %s is %i %s', (code, status, error) => {
    const { headers, body, ...rest } = refused(code)
    expect(rest.status).toBe(status)
    expect(headers['WWW-Authenticate']).toBe(
      `Bearer realm="api", error="${error}", error_description="${publicSentences[code]}"`,
    )
    expect(errorBody.strict().parse(body)).toMatchObject({ error, reason: code })
  })

  it('for a missing scope names the scopes that are required', () => {
    expect(
      refused('scope_insufficient', { requirement: { scopes: ['todos:read', 'todos:write'] } }).headers[
        'WWW-Authenticate'
      ],
    ).toMatch(/error="insufficient_scope", .*scope="todos:read todos:write"$/)
  })

  it('for an unreachable issuer is no fault of the caller, and says when to try again', () => {
    const cause = new KeysUnreachable('down', { retryAfter: 6001 })
    const { status, headers } = refusal(new AuthError('issuer_unreachable', { cause }), { traceId })
    expect(status).toBe(503)
    expect(headers).toEqual({
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'Retry-After': '7',
    })
  })

  it('quotes safely whatever is put into the challenge', () => {
    const realm = 'a"b\\c\r\nSet-Cookie: x=1\u00e9'
    expect(refused('token_missing', { realm }).headers['WWW-Authenticate']).toBe(
      'Bearer realm="a_b_c__Set-Cookie: x=1_"',
    )
  })

  it('tells expected against seen in development only', () => {
    expect(refused('token_audience_mismatch').body).not.toHaveProperty('detail')
    expect(refused('token_audience_mismatch', { development: true }).body.detail).toBe('expected a, saw b')
  })

  it.each([
    ['a bug', new TypeError('bug')],
    ['no error at all', 'thrown text'],
    ['a refusal that is not a guard’s', new AuthError('not_found')],
    ['an error that only looks like one', Object.assign(new Error('x'), { code: 'token_expired' })],
  ])('is not made out of %s', (_, error) => {
    let thrown: unknown
    try {
      refusal(error, { traceId })
    } catch (reason) {
      thrown = reason
    }
    expect(thrown).toBe(error)
  })
})
