import { availableParallelism } from 'node:os'
import { hash as referenceHash, verify as referenceVerify } from '@node-rs/argon2'
import { describe, expect, test, vi } from 'vitest'
import { normalizePassword } from '../model/password-rules.js'
import type { PresentedPassword } from '../ports/password-hasher.js'
import { argon2Hasher } from './argon2-hasher.js'

const CHEAP = { memoryKiB: 8, iterations: 1 }
const hasher = argon2Hasher(CHEAP)
/** Whether the password is the one behind the hash. */
const check = (hash: string | undefined, password: string, by = hasher): Promise<boolean> =>
  by.verify({ hash, password, claimed: 'ada@example.com' })
const PHC = /^\$argon2id\$v=19\$m=8,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/

describe('hash and verify', () => {
  test.each(['correct horse', '', ' ', 'pässwört', '🐋'.repeat(256), 'a\u0000b', '\ud800'])(
    '%j is known again, and nothing else is taken for it',
    async (password) => {
      const hashed = await hasher.hash(password)
      expect(hashed).toMatch(PHC)
      expect(await check(hashed, password)).toBe(true)
      expect(await check(hashed, `${password}.`)).toBe(false)
      expect(await check(hashed, `${password}\u0000`)).toBe(false)
      expect(await check(hashed, password.slice(0, -1))).toBe(password === '')
    },
  )

  test('one password is never hashed alike twice', async () => {
    expect(await hasher.hash('correct horse')).not.toBe(await hasher.hash('correct horse'))
  })

  test('one password is known again however the keyboard composed it', async () => {
    expect(await check(await hasher.hash('p\u00e4ss'), 'pa\u0308ss')).toBe(true)
    expect(await check(await hasher.hash('pa\u0308ss'), 'p\u00e4ss')).toBe(true)
    expect(await check(await hasher.hash('\ufb01sh'), 'fish')).toBe(true)
  })

  test('what was normalised already is not taken for what was typed', () => {
    const normalized = normalizePassword('correct horse')
    // @ts-expect-error hashes made elsewhere would not know it again
    expect(() => hasher.hash(normalized)).not.toThrow()
    // @ts-expect-error as above
    const presented: PresentedPassword = { hash: undefined, password: normalized, claimed: 'ada' }
    expect(presented.password).toBe('correct horse')
  })

  test('by default it costs 19 MiB and two passes', async () => {
    expect(await argon2Hasher().hash('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('others read our hashes, and we theirs', async () => {
    expect(await referenceVerify(await hasher.hash('correct horse'), 'correct horse')).toBe(true)
    const theirs = await referenceHash('correct horse', { memoryCost: 64, timeCost: 3, parallelism: 2 })
    expect(await check(theirs, 'correct horse')).toBe(true)
    expect(await check(theirs, 'another horse')).toBe(false)
  })

  // From the tests of the reference implementation (phc-winner-argon2, test.c).
  test('the published test vector is verified', async () => {
    const vector = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
    expect(await check(vector, 'password')).toBe(true)
    expect(await check(vector, 'Password')).toBe(false)
  })

  test('where there is no account nothing is right', async () => {
    expect(await check(undefined, 'correct horse')).toBe(false)
    expect(await check(undefined, '')).toBe(false)
  })

  test.each([
    '',
    'correct horse',
    '$2x$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW',
    '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ',
    '$argon2id$v=19$m=8,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=8,t=1,p=1$!!$!!',
    '\u0000',
  ])('nothing is right for %j, which is no hash', async (hashed) => {
    expect(await check(hashed, 'correct horse')).toBe(false)
    expect(await check(hashed, hashed)).toBe(false)
  })
})

describe('the work', () => {
  /** Whether a check of this hash takes a place among the hashes under way, as long as a real one does. */
  const takesAPlace = async (hashed: string | undefined): Promise<boolean> => {
    const narrow = argon2Hasher({ ...CHEAP, concurrency: 1, queueLimit: 0 })
    const checked = check(hashed, 'correct horse', narrow)
    const refused = await narrow.hash('another').then(
      () => false,
      (error: unknown) => (error as { code?: string }).code === 'overloaded',
    )
    await checked
    return refused
  }

  test('is done also where there is no account, or no hash that can be read', async () => {
    expect(await takesAPlace(await hasher.hash('correct horse'))).toBe(true)
    expect(await takesAPlace(undefined)).toBe(true)
    expect(await takesAPlace('unreadable')).toBe(true)
  })

  test('that does not fit any more is refused, and everything accepted is done', async () => {
    const narrow = argon2Hasher({ ...CHEAP, concurrency: 2, queueLimit: 3 })
    const hashed = await narrow.hash('correct horse')
    const outcomes = await Promise.allSettled(
      Array.from({ length: 9 }, () => check(hashed, 'correct horse', narrow)),
    )
    expect(outcomes.slice(0, 5)).toEqual(Array(5).fill({ status: 'fulfilled', value: true }))
    expect(outcomes.slice(5)).toEqual(
      Array(4).fill({ status: 'rejected', reason: expect.objectContaining({ code: 'overloaded' }) }),
    )
    expect(await check(hashed, 'correct horse', narrow)).toBe(true)
  })

  test('by default one a core at most is under way, and eight times as many wait', async () => {
    const threads = Math.max(
      1,
      Math.min(availableParallelism(), (Number(process.env['UV_THREADPOOL_SIZE']) || 4) - 1),
    )
    const outcomes = await Promise.allSettled(Array.from({ length: 9 * threads + 2 }, () => hasher.hash('a')))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(9 * threads)
  })
})

test('one thread of libuv’s pool is left to others, however many cores there are', async () => {
  vi.stubEnv('UV_THREADPOOL_SIZE', '2')
  const narrow = argon2Hasher(CHEAP)
  vi.unstubAllEnvs()
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => narrow.hash('a')))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(9)
})

describe('isOutdated', () => {
  test('a hash of today’s parameters is not', async () => {
    expect(hasher.isOutdated(await hasher.hash('correct horse'))).toBe(false)
  })

  test.each([
    ['more memory', { memoryKiB: 80 }],
    ['more passes', { iterations: 10 }],
  ])('a hash from before %s is', async (_, change) => {
    const today = argon2Hasher({ ...CHEAP, ...change })
    expect(today.isOutdated(await hasher.hash('correct horse'))).toBe(true)
    expect(hasher.isOutdated(await today.hash('correct horse'))).toBe(true)
    expect(today.isOutdated(await today.hash('correct horse'))).toBe(false)
  })

  test.each([
    ['lanes whose number begins alike', '$argon2id$v=19$m=8,t=1,p=12$c29tZXNhbHQ$aGFzaA'],
    ['another variant', '$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaA'],
    [
      'a salt of another length',
      '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    ],
    ['our parameters, marked as foreign', 'argon2$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR'],
    ['another version', '$argon2id$v=16$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaA'],
    ['no version', '$argon2id$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaA'],
    ['another algorithm', '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW'],
    ['nothing', ''],
  ])('a hash of %s is', (_, hashed) => {
    expect(hasher.isOutdated(hashed)).toBe(true)
  })
})

test.each([
  ['memoryKiB', { memoryKiB: 7 }],
  ['memoryKiB', { memoryKiB: 2 ** 32 }],
  ['iterations', { iterations: 0 }],
  ['iterations', { iterations: 1.5 }],
  ['memoryKiB', { memoryKiB: 2 ** 20 + 1 }],
  ['iterations', { iterations: 5, memoryKiB: 2 ** 20 }],
  ['concurrency', { concurrency: 0 }],
  ['queueLimit', { queueLimit: -1 }],
  ['queueLimit', { queueLimit: Number.NaN }],
])('%s cannot be what it is in %o', (name, options) => {
  expect(() => argon2Hasher(options)).toThrow(TypeError)
  expect(() => argon2Hasher(options)).toThrow(name)
})
