import { publicSentences } from '@latchkey/contract'
import { describe, expect, it } from 'vitest'
import { headersOf, refusedIn } from '../../test/refused-call.js'
import type { GuardErrorCode } from '../refusal.js'
import { drfTokenWire } from './drf-token-wire.js'

const wire = drfTokenWire()
const NO_CREDENTIALS = 'Invalid token header. No credentials provided.'
const SPACES = 'Invalid token header. Token string should not contain spaces.'
const CHARACTERS = 'Invalid token header. Token string should not contain invalid characters.'

describe("Django REST framework's words", () => {
  it.each<[GuardErrorCode, string, string]>([
    ['token_missing', '', 'Authentication credentials were not provided.'],
    ['token_malformed', 'Token', NO_CREDENTIALS],
    ['token_malformed', 'Token   ', NO_CREDENTIALS],
    ['token_malformed', 'token a b', SPACES],
    ['token_malformed', 'Token a\tb', SPACES],
    ['token_malformed', 'Token \u00e9', CHARACTERS],
    ['token_malformed', 'Token abc', 'Invalid token.'],
    ['token_repeated', 'Token a, Token b', SPACES],
    ['token_too_large', 'Token abc', 'Invalid token.'],
    ['token_type_refused', 'Token abc', 'Invalid token.'],
    ['token_algorithm_refused', 'Token abc', 'Invalid token.'],
    ['token_issuer_mismatch', 'Token abc', 'Invalid token.'],
    ['token_audience_mismatch', 'Token abc', 'Invalid token.'],
    ['token_key_unknown', 'Token abc', 'Invalid token.'],
    ['token_signature_invalid', 'Token abc', 'Invalid token.'],
    ['token_expired', 'Token abc', 'Invalid token.'],
    ['token_not_yet_valid', 'Token abc', 'Invalid token.'],
    ['token_claims_invalid', 'Token abc', 'Invalid token.'],
    ['token_session_ended', 'Token abc', 'Invalid token.'],
  ])('for %s with %j are 401 %j', (code, authorization, detail) => {
    expect(refusedIn(wire, code, authorization)).toEqual({
      status: 401,
      headers: headersOf({ 'WWW-Authenticate': 'Token' }),
      body: { detail },
    })
  })

  it.each(['scope_insufficient', 'role_insufficient', 'permission_insufficient'] as const)(
    'for %s are 403, and no challenge: signing in again would not help',
    (code) => {
      expect(refusedIn(wire, code)).toEqual({
        status: 403,
        headers: headersOf(),
        body: { detail: 'You do not have permission to perform this action.' },
      })
    },
  )

  it('for an outage are 503 and when to try again, so that nobody is signed out for it', () => {
    expect(refusedIn(wire, 'issuer_unreachable')).toEqual({
      status: 503,
      headers: headersOf({ 'Retry-After': '1' }),
      body: { detail: publicSentences.issuer_unreachable },
    })
  })

  it('read Token in any case, and nothing else', () => {
    expect(wire.schemes.map(({ name, isCaseSensitive }) => [name, isCaseSensitive])).toEqual([
      ['token', false],
    ])
  })

  it('challenge with the first of the schemes they were given', () => {
    const both = drfTokenWire({ schemes: ['Bearer', 'Token'] })
    expect(both.schemes.map(({ name }) => name)).toEqual(['bearer', 'token'])
    expect(refusedIn(both, 'token_expired').headers['WWW-Authenticate']).toBe('Bearer')
  })

  it.each([[[]], [['Basic']], [['Token', 'JWT']]])('are not to be had for the schemes %j', (schemes) => {
    expect(() => drfTokenWire({ schemes: schemes as never })).toThrow(TypeError)
  })
})
