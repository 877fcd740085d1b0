import { createHash, createHmac, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto'
import { hash as argon2Hash, hashRaw } from '@node-rs/argon2'
import { hash as bcryptHash } from '@node-rs/bcrypt'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgePasswordHash } from './judge-password-hash.js'
import { markForeignHash } from './mark-foreign-hash.js'
import { readPasswordHash } from './read-password-hash.js'

const matches = async (text: string, password: string): Promise<boolean> =>
  (await readPasswordHash(text).hash?.matches(password)) ?? false

const bare = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')
const padded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** Every family, made cheaply. */
const MAKERS: Readonly<Record<string, (password: string) => string | Promise<string>>> = {
  'Django pbkdf2_sha256': (password) =>
    `pbkdf2_sha256$10$sea$${padded(pbkdf2Sync(password, 'sea', 10, 32, 'sha256'))}`,
  'Django pbkdf2_sha1': (password) =>
    `pbkdf2_sha1$10$sea$${padded(pbkdf2Sync(password, 'sea', 10, 20, 'sha1'))}`,
  'Django argon2': async (password) =>
    `argon2${await argon2Hash(password, { memoryCost: 64, timeCost: 1, parallelism: 8 })}`,
  'Django scrypt': (password) =>
    `scrypt$16$sea$8$5$${padded(scryptSync(password, 'sea', 64, { N: 16, r: 8, p: 5 }))}`,
  'Django bcrypt_sha256': async (password) =>
    `bcrypt_sha256$${await bcryptHash(createHash('sha256').update(password).digest('hex'), { cost: 4 })}`,
  'Django bcrypt': async (password) => `bcrypt$${await bcryptHash(password, { cost: 4 })}`,
  'bcrypt $2a$': (password) => bcryptHash(password, { cost: 4, version: '2a' }),
  'bcrypt $2b$': (password) => bcryptHash(password, { cost: 4, version: '2b' }),
  'bcrypt $2y$': (password) => bcryptHash(password, { cost: 4, version: '2y' }),
  argon2i: (password) => argon2Hash(password, { algorithm: 1, memoryCost: 8, timeCost: 1 }),
  argon2d: (password) => argon2Hash(password, { algorithm: 0, memoryCost: 8, timeCost: 1 }),
  'argon2id of 24 bytes': (password) => argon2Hash(password, { outputLen: 24, memoryCost: 8, timeCost: 1 }),
  'argon2id, marked': async (password) =>
    markForeignHash(await argon2Hash(password, { memoryCost: 8, timeCost: 1 })),
  'argon2id of before version 19': async (password) => {
    const salt = randomBytes(8)
    const key = await hashRaw(password, { version: 0, memoryCost: 8, timeCost: 1, salt })
    return `$argon2id$m=8,t=1,p=1$${bare(salt)}$${bare(key)}`
  },
  'PHC pbkdf2-sha256': (password) => {
    const salt = randomBytes(16)
    return `$pbkdf2-sha256$i=10$${bare(salt)}$${bare(pbkdf2Sync(password, salt, 10, 64, 'sha256'))}`
  },
  'PHC pbkdf2-sha512': (password) => {
    const salt = randomBytes(16)
    return `$pbkdf2-sha512$i=10,l=64$${bare(salt)}$${bare(pbkdf2Sync(password, salt, 10, 64, 'sha512'))}`
  },
  'passlib pbkdf2_sha1': (password) => {
    const salt = randomBytes(16)
    const key = pbkdf2Sync(password, salt, 10, 20, 'sha1')
    return `$pbkdf2$10$${bare(salt)}$${bare(key)}`.replaceAll('+', '.')
  },
  'Better Auth': (password) => {
    const salt = randomBytes(16).toString('hex')
    const key = scryptSync(password.normalize('NFKC'), salt, 64, { N: 16_384, r: 16, p: 1, maxmem: 2 ** 26 })
    return `${salt}:${key.toString('hex')}`
  },
}

const PASSWORDS = [
  'correct horse battery',
  'Paßwörter, ελληνικά, 密码, 🐋',
  ' leading and trailing\t',
  'decomposed: A\u030angstro\u0308m',
  'wide ｆｏｒｍｓ and ﬁ',
  'a\u0000b',
  'x'.repeat(1_500),
  '🐋'.repeat(500),
]

/** bcrypt itself sees 72 bytes and no more. */
const seesAll = (maker: string): boolean => !/^(Django bcrypt|bcrypt \$2.\$)$/.test(maker)

describe.each(Object.entries(MAKERS))('a hash of %s', (maker, make) => {
  test.each(PASSWORDS)('of %j is known again, by that password alone', async (password) => {
    const text = await make(password)
    expect(judgePasswordHash(text)).toBe('foreign')
    expect(await matches(text, password)).toBe(true)
    expect(await matches(text, `.${password}`)).toBe(false)
    expect(await matches(text, `${password}.`)).toBe(!seesAll(maker) && Buffer.byteLength(password) >= 72)
    expect(await matches(text, '')).toBe(false)
  })

  test('is compared with what was typed, blanks and all', async () => {
    const text = await make(' blanks ')
    expect(await matches(text, ' blanks ')).toBe(true)
    for (const other of ['blanks', ' blanks', 'blanks ', ' Blanks '])
      expect(await matches(text, other)).toBe(false)
  })

  test('takes two spellings of one accent for two passwords, unless its maker did not', async () => {
    const text = await make('Ångström')
    expect(await matches(text, 'A\u030angstro\u0308m')).toBe(maker === 'Better Auth')
  })

  test('tells another one of its kind by its cost alone, and holds neither salt nor digest', async () => {
    const [one, other] = [await make('one'), await make('another')]
    const name = readPasswordHash(one).hash?.derivation.name ?? ''
    expect(readPasswordHash(other).hash?.derivation.name).toBe(name)
    expect(name).toMatch(/^(pbkdf2|scrypt|argon2(id|i|d)|bcrypt)( [a-zA-Z]+=?\d+| \d+)+$/)
  })
})

test('a hash of ours is made of the NFKC form, and is no foreign one', async () => {
  const ours = await argon2Hash('fish', { memoryCost: 8, timeCost: 1 })
  expect(judgePasswordHash(ours)).toBe('ours')
  expect(await matches(ours, '\ufb01sh')).toBe(true)
  expect(judgePasswordHash(markForeignHash(ours))).toBe('foreign')
  expect(await matches(markForeignHash(ours), 'fish')).toBe(true)
  expect(await matches(markForeignHash(ours), '\ufb01sh')).toBe(false)
})

test('only Argon2 strings are marked', () => {
  for (const text of ['', '!x', '$2b$12$x', 'argon2$argon2id$x', '$pbkdf2$x'])
    expect(markForeignHash(text)).toBe(text)
})

// HMAC fills a key up with zeros (RFC 2104 §2): whoever made the hash took these for one password too.
test('NULs behind a password are nothing to PBKDF2 and scrypt, and a byte to all others', async () => {
  const wrong: string[] = []
  for (const [maker, make] of Object.entries(MAKERS))
    if (!(await matches(await make('abc'), 'abc\u0000'))) wrong.push(maker)
  expect(wrong.sort()).toEqual(
    Object.keys(MAKERS)
      .filter((maker) => /argon2|bcrypt/.test(maker))
      .sort(),
  )
})

describe('judgePasswordHash', () => {
  const salt = 'c2FsdHNhbHRzYWx0c2FsdA'
  const key = bare(createHmac('sha256', 'k').update('d').digest())
  const key64 = padded(createHmac('sha512', 'k').update('d').digest())
  const bcryptRest = '3a7BQs7oEZWMkThcrApIc.lfW/OQ49c00M.xsi0aHj.ZI6vBnmsfy'

  test.each(['', '!', '!WSsjragR7XB0rZw8DSHkICcVcZm5NLwbvOtRA3Ux', `!pbkdf2_sha256$10$sea$${key}=`])(
    '%j is no password',
    (text) => {
      expect(judgePasswordHash(text)).toBe('none')
    },
  )

  test.each([
    'md5$jfzr7XgkRYsDpryLC09F2X$65082cd92fb9b3276b8bf4fadd960df9',
    'sha1$a1976$a36cc8cbf81742a8fb52e221aaeab48ed7f58ab4',
    'sha1$$b89eaac7e61417341b710b727768294d0e6a277b',
    'unsalted_md5$88a434c88cca4e900f7874cd98123f43',
    '88a434c88cca4e900f7874cd98123f43',
    'b89eaac7e61417341b710b727768294d0e6a277b',
    'crypt$$ab1Hv2Lg7ltQo',
  ])('%j was made too fast', (text) => {
    expect(judgePasswordHash(text)).toBe('must_reset')
  })

  test.each([
    ['PBKDF2', (n: number) => `pbkdf2_sha256$${n}$sea$${key}=`, 10_000_000],
    ['PBKDF2 as passlib writes it', (n: number) => `$pbkdf2-sha256$${n}$${salt}$${key}`, 10_000_000],
    ['PBKDF2 of two blocks', (n: number) => `$pbkdf2-sha256$i=${n}$${salt}$${key64}`, 5_000_000],
    ['bcrypt', (n: number) => `$2b$${n}$${bcryptRest}`, 16],
    ['memory of Argon2', (n: number) => `$argon2i$v=19$m=${n},t=1,p=1$${salt}$${key}`, 2 ** 20],
    ['memory of ours', (n: number) => `$argon2id$v=19$m=${n},t=1,p=1$${salt}$${key}`, 2 ** 20],
    ['passes of Argon2', (n: number) => `argon2$argon2id$v=19$m=1024,t=${n},p=1$${salt}$${key}`, 2 ** 12],
    ['lanes of Argon2', (n: number) => `$argon2d$v=19$m=8192,t=1,p=${n}$${salt}$${key}`, 255],
    ['blocks of scrypt', (n: number) => `scrypt$1024$sea$${n}$1$${key64}`, 8_192],
    ['lanes of scrypt', (n: number) => `scrypt$1024$sea$8$${n}$${key64}`, 1_024],
  ])('%s may cost so much and no more', (_, textOf, most) => {
    expect(judgePasswordHash(textOf(most))).toMatch(/ours|foreign/)
    expect(judgePasswordHash(textOf(most + 1))).toBe('unreadable')
    expect(judgePasswordHash(textOf(9_999_999_999))).toBe('unreadable')
  })

  test.each([
    ['N of scrypt', (n: number) => `scrypt$${2 ** n}$sea$8$1$${key64}`, 20],
    ['n of Firebase', (n: number) => `$fbscrypt$v=1,n=${n},r=8,p=1,ss=Bw==,sk=${key64}$${salt}$${key64}`, 20],
  ])('%s may be so much and no more', (_, textOf, most) => {
    expect(judgePasswordHash(textOf(most))).toBe('foreign')
    expect(judgePasswordHash(textOf(most + 1))).toBe('unreadable')
    expect(judgePasswordHash(textOf(30))).toBe('unreadable')
    expect(judgePasswordHash(textOf(2_000))).toBe('unreadable')
  })

  test.each([
    ['nothing we know', 'correct horse battery'],
    ['an empty digest, which every password would match', '$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$'],
    ['a digest that many passwords match', `$pbkdf2-sha256$10$${salt}$YWJj`],
    ['a digest of another length than Django’s', `pbkdf2_sha256$10$sea$${key64}`],
    ['a length that is not the digest’s', `$pbkdf2-sha256$i=10,l=20$${salt}$${key}`],
    ['an empty salt', `pbkdf2_sha256$10$$${key}=`],
    ['a short salt of Argon2', `$argon2i$v=19$m=8,t=1,p=1$c2FsdA$${key}`],
    ['too little memory for the lanes', `$argon2i$v=19$m=15,t=1,p=2$${salt}$${key}`],
    ['another version of Argon2', `$argon2i$v=18$m=8,t=1,p=1$${salt}$${key}`],
    ['parameters of Argon2 we do not know', `$argon2i$v=19$m=8,t=1,p=1,keyid=AA$${salt}$${key}`],
    ['no iterations', `pbkdf2_sha256$0$sea$${key}=`],
    ['iterations with a sign', `pbkdf2_sha256$-1$sea$${key}=`],
    ['iterations with an exponent', `pbkdf2_sha256$1e3$sea$${key}=`],
    ['more parts than there are', `pbkdf2_sha256$10$sea$${key}=$x`],
    ['too few parts', `pbkdf2_sha256$10$sea`],
    ['an N that is no power of two', `scrypt$1000$sea$8$1$${key64}`],
    ['an N of one', `scrypt$1$sea$8$1$${key64}`],
    ['bcrypt with a mistake in it', `$2x$12$${bcryptRest}`],
    ['bcrypt without a cost', `$2b$00$${bcryptRest}`],
    ['bcrypt that was cut off', `$2b$12$${bcryptRest.slice(1)}`],
    ['a line behind bcrypt', `$2b$12$${bcryptRest}\n`],
    [
      'a format of Firebase we do not know',
      `$fbscrypt$v=2,n=14,r=8,p=1,ss=Bw==,sk=${key64}$${salt}$${key64}`,
    ],
    ['a digest of Firebase shorter than its key', `$fbscrypt$v=1,n=4,r=8,p=1,ss=,sk=${key64}$${salt}$YWJj`],
    ['Better Auth in capitals', `${'AB'.repeat(16)}:${'CD'.repeat(64)}`],
    ['a text without an end', `pbkdf2_sha256$10$${'s'.repeat(1_024)}$${key}=`],
  ])('%s is unreadable', async (_, text) => {
    expect(judgePasswordHash(text)).toBe('unreadable')
    expect(await matches(text, 'correct horse')).toBe(false)
  })
})

describe('hostile texts', () => {
  test('are judged, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        judgePasswordHash(text)
      }),
      { numRuns: 1_000 },
    )
  })

  // Without digits to put in, what is cheap stays cheap.
  test('that were hashes once say yes or no, and nothing else', async () => {
    const texts: string[] = []
    for (const [maker, make] of Object.entries(MAKERS))
      if (maker !== 'Better Auth') texts.push(await make('abc'))
    const splice = fc.record({
      text: fc.constantFrom(...texts),
      at: fc.nat(200),
      cut: fc.nat(4),
      put: fc.string({
        unit: fc.constantFrom('$', ',', '=', '/', '+', '.', '!', ':', 'a', 'é', '\u0000'),
        maxLength: 4,
      }),
    })
    await fc.assert(
      fc.asyncProperty(splice, async ({ text, at, cut, put }) => {
        const spoilt = text.slice(0, at) + put + text.slice(at + cut)
        expect(typeof (await matches(spoilt, 'abc'))).toBe('boolean')
      }),
      { numRuns: 1_500 },
    )
  })

  test('an expression that reads them does not go astray', () => {
    for (const text of ['$argon2', '$pbkdf2-sha1$1', '$fbscrypt$v=1,n=1', '$2b$', 'scrypt$'])
      for (const more of ['$', 'a', '1', '=', ',l=1', '$a'])
        judgePasswordHash((text + more.repeat(1_024)).slice(0, 1_024))
  })
})
