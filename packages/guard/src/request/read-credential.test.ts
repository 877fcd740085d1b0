import { AuthError } from '@latchkey/contract'
import { describe, expect, it } from 'vitest'
import type { Presented } from './presented.js'
import { readCredential } from './read-credential.js'
import { BEARER, DPOP, type Scheme, schemeNamed } from './scheme.js'

interface Given {
  readonly accessTokenInQuery?: boolean
  readonly schemes?: readonly Scheme[]
}

/** The token, `none`, or the reason of the refusal. */
const credentialIn = (
  authorization: Presented['authorization'],
  { accessTokenInQuery = false, schemes = [BEARER] }: Given = {},
) => {
  try {
    return readCredential({ authorization, accessTokenInQuery }, 100, schemes)?.token ?? 'none'
  } catch (error) {
    return error instanceof AuthError ? error.code : error
  }
}

describe('the credential of a request', () => {
  it.each<[Presented['authorization'], string]>([
    ['Bearer a.b.c', 'a.b.c'],
    ['bearer a.b.c', 'a.b.c'],
    ['BEARER a.b.c', 'a.b.c'],
    ['Bearer   a.b.c', 'a.b.c'],
    [['Bearer a.b.c'], 'a.b.c'],
    [undefined, 'none'],
    [null, 'none'],
    [[], 'none'],
    ['', 'none'],
    ['Basic dXNlcjpwYXNz', 'none'],
    ['Bearerish abc', 'none'],
    ['Bear', 'none'],
    ['Digest username="a", realm="b"', 'none'],
    [['Bearer a', 'Bearer b'], 'token_repeated'],
    [['Bearer a', 'Bearer a'], 'token_repeated'],
    [['Basic a', 'Bearer b'], 'token_repeated'],
    ['Bearer a, Bearer b', 'token_repeated'],
    ['Bearer a,b', 'token_repeated'],
    ['Basic a, bearer b', 'token_repeated'],
    [`Bearer ${'x'.repeat(100)}`, 'x'.repeat(100)],
    [`Bearer ${'x'.repeat(101)}`, 'token_too_large'],
  ])('in %j is %s', (authorization, outcome) => {
    expect(credentialIn(authorization)).toBe(outcome)
  })

  it.each(['Bearer', 'Bearer ', 'Bearer    '])('in "%s" is there, but empty', (authorization) => {
    expect(readCredential({ authorization }, 100, [BEARER])).toEqual({ token: '', scheme: BEARER })
  })

  it.each([
    ['DPoP a.b.c', DPOP],
    ['dpop a.b.c', DPOP],
    ['Bearer a.b.c', BEARER],
  ])('in %j is told with its scheme', (authorization, scheme) => {
    expect(readCredential({ authorization }, 100, [BEARER, DPOP])).toEqual({ token: 'a.b.c', scheme })
  })

  it.each(['Bearer a, DPoP b', 'DPoP a, Bearer b', 'Basic a, dpop b'])(
    'in %j are two: whichever comes first',
    (authorization) => {
      expect(credentialIn(authorization, { schemes: [BEARER, DPOP] })).toBe('token_repeated')
    },
  )

  it('is never read from the query string', () => {
    expect(credentialIn(undefined, { accessTokenInQuery: true })).toBe('token_missing')
    expect(credentialIn('Basic dXNlcjpwYXNz', { accessTokenInQuery: true })).toBe('token_missing')
    expect(credentialIn('Bearer a.b.c', { accessTokenInQuery: true })).toBe('token_repeated')
  })

  it.each<[string, string]>([
    ['Token a', 'a'],
    ['token a', 'a'],
    ['Bearer b', 'b'],
    ['bearer b', 'none'],
    ['Bearer', ''],
    ['bearer', 'none'],
    ['Tokenish a', 'none'],
    ['Basic a, Token b', 'token_repeated'],
    ['Basic a, bearer b', 'token_repeated'],
    ['Token a, Bearer b', 'token_repeated'],
  ])('under schemes of one’s own: in %j is %j', (authorization, outcome) => {
    const schemes = [schemeNamed('Token'), schemeNamed('Bearer', { isCaseSensitive: true })]
    expect(credentialIn(authorization, { schemes })).toBe(outcome)
  })
})
