import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { judgePasswordHash } from './judge-password-hash.js'
import { keycloakPasswordHash } from './keycloak-password-hash.js'
import { readPasswordHash } from './read-password-hash.js'

const matches = async (text: string, password: string): Promise<boolean> =>
  (await readPasswordHash(text).hash?.matches(password)) ?? false

/** Hashes that others made, with the passwords they were made of. */
const PUBLISHED: readonly (readonly [madeBy: string, password: string, text: string])[] = [
  // passlib's documentation.
  [
    'passlib',
    'toomanysecrets',
    '$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$1t8iyB2A.WF/Z5JZv.lfCIhXXN33N23OSgQYThBYRfk',
  ],
  ['passlib', 'password', '$pbkdf2-sha256$8000$XAuBMIYQQogxRg$tRRlz8hYn63B9LYiCd6PRo6FMiunY9ozmMMI3srxeRE'],
  // The second test vector of RFC 6070 §2, as passlib writes it.
  ['RFC 6070', 'password', '$pbkdf2$2$c2FsdA$6mwBTcctb4zNHtkqzh1B8NjeiVc'],
  // The tests of Openwall's crypt_blowfish.
  ['crypt_blowfish', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['crypt_blowfish', 'U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  // Made by libxcrypt, out of 72 bytes.
  ['libxcrypt', 'é'.repeat(36), '$2b$04$.OC/.OC/.OC/.OC/.OC/.O4KPUqlHJBwt1IqOi3upS0t/GtCDxM/K'],
  ['libxcrypt', '', '$2b$04$.OC/.OC/.OC/.OC/.OC/.O7zXzh/sQI4fq49Y.Tzc36k4DuMJr/HS'],
  // The tests of the reference implementation of Argon2 (phc-winner-argon2, test.c).
  [
    'phc-winner-argon2',
    'password',
    '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA',
  ],
  [
    'phc-winner-argon2 of before version 19',
    'password',
    '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ',
  ],
  // The README of firebase/scrypt.
  [
    'Firebase',
    'user1password',
    '$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
  ],
  // Made by @better-auth/utils 0.5.1, of two spellings of one password.
  [
    'Better Auth',
    'Passw0rd!x é',
    'dbbe216d24a76d3b4dddf7f734144ff5:5d28d35d0d8ac8308d83cc08e3b85672cebc92fd6dce8c0ffd8cb2dca3bb7568f5ce3a86bbe7f94106c25ec937642744d4f1e21bf6ea11de18f10097a635d5d8',
  ],
  [
    'Better Auth',
    'Passw0rd!x e\u0301',
    'a3a55e810903eaa8f362a81e491e25ad:89989d2c4f3a87bc441770fb978d2a66243b57b604a5cd71c1e0351585b21d20f5f3062d1d149bc99c006686e87c5b8fffc16bc472ce49283231c312455a0483',
  ],
]

describe.each(PUBLISHED)('a hash by %s of %j', (_, password, text) => {
  test('is known again by its password alone', async () => {
    expect(judgePasswordHash(text)).toBe('foreign')
    expect(await matches(text, password)).toBe(true)
    expect(await matches(text, password === '' ? ' ' : password.slice(0, -1))).toBe(false)
    expect(await matches(text, `.${password}`)).toBe(false)
  })
})

test('both spellings of a password are right for Better Auth, which normalises it', async () => {
  const text = PUBLISHED.find(([madeBy]) => madeBy === 'Better Auth')?.[2] ?? ''
  expect(await matches(text, 'Passw0rd!x e\u0301')).toBe(true)
  expect(await matches(text, 'Passw0rd!x é')).toBe(true)
})

test('a credential out of a realm that Keycloak exported is known again', async () => {
  const text = keycloakPasswordHash({
    secretData:
      '{"value":"BruFLfFkjH/8erZ26NnrbkOrWiZuQyDRCHD9o0R6Scg=","salt":"Cf9AYCE5pAbb4CKEF0GUTA==","additionalParameters":{}}',
    credentialData:
      '{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"hashLength":["32"],"memory":["7168"],"type":["id"],"version":["1.3"],"parallelism":["1"]}}',
  })
  expect(text).toBe(
    'argon2$argon2id$v=19$m=7168,t=5,p=1$Cf9AYCE5pAbb4CKEF0GUTA$BruFLfFkjH/8erZ26NnrbkOrWiZuQyDRCHD9o0R6Scg',
  )
  expect(await matches(text ?? '', 'password')).toBe(true)
  expect(await matches(text ?? '', 'Password')).toBe(false)
})

// Rows of databases that Django wrote. Kept beside the checkout, not in it.
const file = fileURLToPath(
  new URL('../../../../../../shared/wire/captures/password-vectors.json', import.meta.url),
)

interface Captured {
  readonly password: string | null
  readonly encoded: string
  readonly algorithm: string
  readonly valid: boolean
}

const VERDICTS: Readonly<Record<string, string>> = { md5: 'must_reset', unusable: 'none' }

if (!existsSync(file)) {
  console.warn(`\n\n!!! captured password hashes NOT RUN: ${file} is not there !!!\n\n`)
  test.skip('captured password hashes: they are not there', () => {})
} else {
  const captured = JSON.parse(readFileSync(file, 'utf8')) as readonly Captured[]

  test.each(captured)('a captured $algorithm hash is judged and known again', async (row) => {
    const verdict = VERDICTS[row.algorithm] ?? 'foreign'
    expect(judgePasswordHash(row.encoded)).toBe(verdict)
    const password = row.password ?? ''
    expect(await matches(row.encoded, password)).toBe(verdict === 'foreign' && row.valid)
    expect(await matches(row.encoded, `${password} `)).toBe(false)
    expect(await matches(row.encoded, password.normalize('NFD'))).toBe(
      verdict === 'foreign' && password.normalize('NFD') === password,
    )
  })

  test('the captured hashes are of every algorithm of Django’s', () => {
    expect(new Set(captured.map(({ algorithm }) => algorithm))).toEqual(
      new Set([
        'pbkdf2_sha256',
        'pbkdf2_sha1',
        'argon2',
        'bcrypt_sha256',
        'bcrypt',
        'scrypt',
        'md5',
        'unusable',
      ]),
    )
  })
}
