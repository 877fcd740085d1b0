import { expect, test } from 'vitest'
import { firebasePasswordHash } from './firebase-password-hash.js'
import { readPasswordHash } from './read-password-hash.js'

// The README of firebase/scrypt.
const PROJECT = {
  signerKey: 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
  saltSeparator: 'Bw==',
  rounds: 8,
  memoryCost: 14,
}
const USER = {
  salt: '42xEC+ixf3L2lw==',
  passwordHash: 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
}

const matches = (text: string, password: string) => readPasswordHash(text).hash?.matches(password)

test('what the console and the export of Firebase show becomes one text that is known again', async () => {
  const text = firebasePasswordHash(PROJECT, USER)
  expect(await matches(text, 'user1password')).toBe(true)
  expect(await matches(text, 'user2password')).toBe(false)
})

test('an export spelled for the web is the same', async () => {
  const forTheWeb = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_')
  const user = { salt: forTheWeb(USER.salt), passwordHash: forTheWeb(USER.passwordHash) }
  expect(await matches(firebasePasswordHash(PROJECT, user), 'user1password')).toBe(true)
})

test('another signer key, separator or cost is another hash', async () => {
  const others = [
    { signerKey: PROJECT.signerKey.replace('j', 'k') },
    { saltSeparator: 'Bg==' },
    { memoryCost: 13 },
  ]
  for (const other of others)
    expect(await matches(firebasePasswordHash({ ...PROJECT, ...other }, USER), 'user1password')).toBe(false)
})

test('a hash of another length than the signer key is matched by nothing', async () => {
  const passwordHash = USER.passwordHash.slice(0, 44)
  expect(await matches(firebasePasswordHash(PROJECT, { ...USER, passwordHash }), 'user1password')).toBe(false)
})

test('a project without a separator is fine', () => {
  const text = firebasePasswordHash({ ...PROJECT, saltSeparator: '' }, USER)
  expect(readPasswordHash(text).verdict).toBe('foreign')
})
