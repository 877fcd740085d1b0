import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import {
  readPlainReply,
  readReplyWithoutProvider,
  readSignInReply,
  readTokenReply,
} from './read-hook-reply.js'

const claimsOf = (claims: unknown) => readTokenReply({ claims })
const rolesOf = (roles: unknown) => readSignInReply({ roles })
const deeply = (levels: number): object => (levels === 0 ? {} : { in: deeply(levels - 1) })
const circular: Record<string, unknown> = {}
circular['self'] = circular

describe('a yes', () => {
  test('is nothing at all, an object without members, and what the hook may add', () => {
    expect(readPlainReply(undefined)).toEqual({ outcome: 'allowed', reply: {} })
    expect(readTokenReply({})).toEqual({ outcome: 'allowed', reply: {} })
    expect(readSignInReply({ roles: undefined })).toEqual({ outcome: 'allowed', reply: {} })
    expect(rolesOf(['staff', 'admin', 'staff'])).toEqual({
      outcome: 'allowed',
      reply: { roles: ['staff', 'admin'] },
    })
    expect(rolesOf([])).toEqual({ outcome: 'allowed', reply: { roles: [] } })
    expect(claimsOf({ plan: 'pro', limits: { seats: [1, null, true] } })).toEqual({
      outcome: 'allowed',
      reply: { claims: { plan: 'pro', limits: { seats: [1, null, true] } } },
    })
  })

  test('has room for claims of 3072 bytes and roles of 1536', () => {
    expect(claimsOf({ text: `${'é'.repeat(1_530)}x` })).toMatchObject({ outcome: 'allowed' })
    const roles = Array.from({ length: 16 }, (_, index) => `${index}`.padEnd(93, 'x'))
    expect(rolesOf([...roles.slice(1), 'y'.repeat(92)])).toMatchObject({ outcome: 'allowed' })
  })

  test('may come from a configuration that runs in a context of its own', () => {
    const answer: unknown = runInNewContext(`({ claims: { plan: 'pro', list: ['a'] } })`)
    expect(readTokenReply(answer)).toEqual({
      outcome: 'allowed',
      reply: { claims: { plan: 'pro', list: ['a'] } },
    })
  })

  test('is a copy: what the hook changes afterwards is not in the token', () => {
    const claims = { plan: 'pro', list: ['a'] }
    const read = claimsOf(claims)
    claims.plan = 'free'
    claims.list.push('b')
    expect(read).toMatchObject({ reply: { claims: { plan: 'pro', list: ['a'] } } })
  })
})

describe('a no', () => {
  test('has its reason in one line of plain text, of 300 characters at most', () => {
    expect(readPlainReply({ deny: '  Only\r\n\tfor\u0000 Acme.\u202e ' })).toEqual({
      outcome: 'denied',
      reason: 'Only for Acme.',
    })
    expect(readPlainReply({ deny: '😀'.repeat(400) })).toEqual({
      outcome: 'denied',
      reason: '😀'.repeat(300),
    })
  })

  test.each([[undefined], [null], [42], [''], [{}]])('stays one with %o for a reason', (deny) => {
    expect(readSignInReply({ deny })).toEqual({ outcome: 'denied', reason: '' })
  })

  test('counts more than what stands beside it', () => {
    expect(readSignInReply({ deny: 'No.', roles: ['admin'] })).toEqual({ outcome: 'denied', reason: 'No.' })
  })
})

describe('neither yes nor no', () => {
  test.each<[string, unknown]>([
    ['false', false],
    ['true', true],
    ['null', null],
    ['a text', 'no'],
    ['a list', []],
    ['a function', () => ({})],
    ['a map', new Map([['deny', 'No.']])],
    ['an error', new Error('no')],
    ['a misspelt member', { denied: 'No.' }],
    ['a member of another hook', { claims: {} }],
  ])('is %s', (_, answer) => {
    expect(() => readSignInReply(answer)).toThrow(/answered/)
  })

  test.each<[string, unknown]>([
    ['no list', 'admin'],
    ['an object', { 0: 'admin', length: 1 }],
    ['a number', [1]],
    ['an empty name', ['']],
    ['a line break', ['admin\nroot']],
    ['a name without an end', ['x'.repeat(101)]],
    ['more than anybody has', Array.from({ length: 101 }, (_, index) => `role-${index}`)],
    ['a hole', Array(3)],
    ['too much text', Array.from({ length: 16 }, (_, index) => `${index}`.padEnd(93, 'x'))],
  ])('are roles with %s', (_, roles) => {
    expect(() => rolesOf(roles)).toThrow()
  })

  test('are roles where no provider gave any', () => {
    expect(() => readReplyWithoutProvider({ roles: [] })).toThrow(/what a provider gives/)
    expect(readReplyWithoutProvider({ roles: undefined })).toMatchObject({ outcome: 'allowed' })
  })

  test.each<[string, unknown]>([
    ['undefined in them', { plan: undefined }],
    ['a function', { toJSON: () => ({ sub: 'usr_other' }) }],
    ['a date', { since: new Date(0) }],
    ['NaN', { seats: Number.NaN }],
    ['a bigint', { seats: 1n }],
    ['themselves in them', circular],
    ['too many levels', deeply(12)],
    ['too many parts', { list: Array.from({ length: 1_001 }, () => 0) }],
    ['a list that has only its length', { list: Array(4_000_000_000) }],
    ['too much text', { text: `${'é'.repeat(1_530)}xx` }],
    ['a list for an object', []],
  ])('are claims with %s', (_, claims) => {
    expect(() => claimsOf(claims)).toThrow()
  })

  test.each([
    ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'sid', 'client_id', 'scope', 'roles', 'permissions'],
    ...['amr', 'acr', 'auth_time', 'status', 'cnf', 'act', 'token_type', 'token_use', 'user_id'],
    ...['email', 'email_verified', 'name', 'picture', 'updated_at'],
  ])('are claims that say %s, which is ours to say', (name) => {
    expect(() => claimsOf({ [name]: 'x' })).toThrow(`claims may not set ${name}`)
  })

  test('are claims that would be the prototype of an object', () => {
    expect(() => claimsOf(JSON.parse('{"__proto__": {"roles": ["admin"]}}'))).toThrow('__proto__')
  })

  test('is what throws while it is read', () => {
    const trap = {
      get claims(): unknown {
        throw new Error('not today')
      },
    }
    expect(() => readTokenReply(trap)).toThrow('not today')
  })

  test('repeats no value: it may be a secret', () => {
    expect(() => readPlainReply('hunter2')).toThrow(expect.not.stringContaining('hunter2'))
    expect(() => rolesOf(['hunter2\n'])).toThrow(expect.not.stringContaining('hunter2'))
  })
})
