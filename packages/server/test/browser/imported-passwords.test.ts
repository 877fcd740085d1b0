import { createHash, pbkdf2Sync, scryptSync } from 'node:crypto'
import { paths } from '@latchkey/contract'
import { hash as bcryptHash } from '@node-rs/bcrypt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { refusalOf } from '../fixtures/test-browser.js'
import { startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

/** A decomposed accent, a ligature and blanks: what normalising would change. */
const TYPED = ' Passwo\u0308rd of \ufb01sh '
const OURS = /^\$argon2id\$v=19\$m=64,t=1,p=1\$/

const django = (password: string): string =>
  `pbkdf2_sha256$1000$sea$${pbkdf2Sync(password, 'sea', 1_000, 32, 'sha256').toString('base64')}`
const djangoScrypt = (password: string): string =>
  `scrypt$16$sea$8$1$${scryptSync(password, 'sea', 64, { N: 16, r: 8, p: 1 }).toString('base64')}`

describe.each(databaseKinds)('passwords that were imported, on $name', (kind) => {
  let door: TestBrowserDoor
  let database: Awaited<ReturnType<typeof kind.create>>
  beforeEach(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({ database })
    await door.signUp(door.openBrowser())
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  const imported = (hash: string) => runSql(database, `update passwords set hash = '${hash}'`)
  const kept = async () => (await runSql(database, 'select hash, changed_at from passwords'))[0]
  const signIn = (password: string) => door.signIn(door.openBrowser(), { password })

  it.each([
    ['Django’s PBKDF2', django],
    ['Django’s scrypt', djangoScrypt],
    ['bcrypt', (password: string) => bcryptHash(password, { cost: 4 })],
  ])('%s opens the account with what was typed, and is replaced by ours', async (_, make) => {
    await imported(await make(TYPED))
    const before = await kept()
    expect((await signIn(TYPED)).status).toBe(200)
    const after = await kept()
    expect(after?.['hash']).toMatch(OURS)
    expect(after?.['changed_at']).toBe(before?.['changed_at'])
    expect((await signIn(TYPED)).status).toBe(200)
    // Ours knows a password however the keyboard composed it.
    expect((await signIn(TYPED.normalize('NFKC'))).status).toBe(200)
    expect(await kept()).toEqual(after)
  })

  it('until then, what was typed is right and its normal form is not', async () => {
    await imported(django(TYPED))
    expect(refusalOf(await signIn(TYPED.normalize('NFKC'))).reason).toBe('credentials_wrong')
    expect(refusalOf(await signIn(TYPED.trim())).reason).toBe('credentials_wrong')
    expect((await kept())?.['hash']).toBe(django(TYPED))
    expect((await signIn(TYPED)).status).toBe(200)
  })

  it('a wrong password changes nothing', async () => {
    await imported(django('correct horse'))
    const before = await kept()
    expect(refusalOf(await signIn('correct Horse')).reason).toBe('credentials_wrong')
    expect(await kept()).toEqual(before)
  })

  it('first sign-ins at once all succeed, and leave one hash of ours', async () => {
    await imported(django('correct horse'))
    const answers = await Promise.all(Array.from({ length: 8 }, () => signIn('correct horse')))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect((await kept())?.['hash']).toMatch(OURS)
    expect((await signIn('correct horse')).status).toBe(200)
  })

  it('a long one counts whole where its maker counted it whole, and is kept whole', async () => {
    const long = `${'0123456789'.repeat(150)} end`
    const digest = createHash('sha256').update(long).digest('hex')
    await imported(`bcrypt_sha256$${await bcryptHash(digest, { cost: 4 })}`)
    expect(refusalOf(await signIn(long.slice(0, -1))).reason).toBe('credentials_wrong')
    expect((await signIn(long)).status).toBe(200)
    expect(refusalOf(await signIn(long.slice(0, -1))).reason).toBe('credentials_wrong')
    expect((await signIn(long)).status).toBe(200)
  })

  // bcrypt never saw more, so nobody knows whether what is behind is right. From then on it counts.
  it('behind 72 bytes of bcrypt anything is right once, and from then on what was typed then', async () => {
    await imported(await bcryptHash('x'.repeat(100), { cost: 4 }))
    expect((await signIn(`${'x'.repeat(72)} and more`)).status).toBe(200)
    expect(refusalOf(await signIn('x'.repeat(100))).reason).toBe('credentials_wrong')
    expect((await signIn(`${'x'.repeat(72)} and more`)).status).toBe(200)
  })

  it.each([
    '',
    '!',
    'md5$sea$0cc175b9c0f1b6a831c399e269772661',
    'nonsense',
    `pbkdf2_sha256$999999999$sea$${'A'.repeat(43)}=`,
  ])('%j opens nothing, and a new password by mail does', async (hash) => {
    await imported(hash)
    for (const password of ['', 'a', hash, 'correct horse battery'])
      expect(refusalOf(await signIn(password)).reason).toBe('credentials_wrong')
    expect((await kept())?.['hash']).toBe(hash)
    door.mailbox.clear()
    await door.openBrowser().send('POST', paths.forgotPassword, { email: 'ada@example.com' })
    const { token } = await door.linkTo('ada@example.com')
    const reset = { token, password: 'another good phrase' }
    await door.openBrowser().send('POST', paths.resetPassword, reset)
    expect((await signIn('another good phrase')).status).toBe(200)
  })

  it('one that is imported can be changed by who knows it', async () => {
    await imported(djangoScrypt(TYPED))
    const browser = door.openBrowser()
    await door.signIn(browser, { password: TYPED })
    await imported(djangoScrypt(TYPED))
    const change = { currentPassword: TYPED, newPassword: 'another good phrase' }
    expect((await browser.send('POST', paths.changePassword, change)).status).toBe(200)
    expect((await signIn('another good phrase')).status).toBe(200)
    expect((await kept())?.['hash']).toMatch(OURS)
  })

  it('nothing of a hash or a password is in the log', async () => {
    await imported(django(TYPED))
    await signIn('a wrong guess')
    await signIn(TYPED)
    const log = door.logLines.join('\n')
    for (const secret of ['pbkdf2', 'argon2', 'a wrong guess', 'ssword of']) expect(log).not.toContain(secret)
  })
})
