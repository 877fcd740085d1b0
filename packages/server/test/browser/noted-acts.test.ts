import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { refusalOf, stateOf } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

const NEXT_PASSWORD = 'another good phrase'

describe.each(databaseKinds)('what people do themselves is in the audit history, on $name', (kind) => {
  let door: TestBrowserDoor
  let database: TestDatabase
  beforeEach(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({
      database,
      options: { apiKeys: { scopes: ['todos:read'] } },
    })
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  const entries = () => runSql(database, 'select * from audit_entries order by id')
  /** What is noted while `work` runs. */
  const notedBy = async (work: () => Promise<unknown>) => {
    const before = await entries()
    await work()
    return (await entries()).slice(before.length)
  }
  const signUp = async () => {
    const browser = door.openBrowser({ agent: 'Firefox of a test' })
    const state = await door.signUp(browser)
    return { browser, id: state.status === 'signed_in' ? state.user.id : '' }
  }

  it('signing up opens a session, and both are told: who, from where, by what', async () => {
    let id = ''
    const noted = await notedBy(async () => {
      id = (await signUp()).id
    })
    const own = {
      actor_kind: 'user',
      actor_id: id,
      user_id: id,
      refusal: null,
      user_agent: 'Firefox of a test',
    }
    expect(noted).toMatchObject([
      { action: 'user.signed_up', ...own, detail: '{"by":"password"}' },
      {
        action: 'session.opened',
        ...own,
        target: expect.stringMatching(/^ses_/),
        detail: '{"by":"password","client":"browser"}',
      },
    ])
  })

  it('a sign-in is one entry, and what the session is used for none', async () => {
    await signUp()
    const browser = door.openBrowser()
    expect(await notedBy(() => door.signIn(browser))).toMatchObject([{ action: 'session.opened' }])
    expect(
      await notedBy(async () => {
        await browser.readState()
        await browser.send('GET', paths.account)
        await browser.send('GET', paths.accountSessions)
      }),
    ).toEqual([])
  })

  it('a refusal says whose account it was, if there is one, and why; never what was typed', async () => {
    const { id } = await signUp()
    const wrong = { password: 'not the right phrase' }
    const noted = await notedBy(async () => {
      await door.signIn(door.openBrowser(), wrong)
      await door.signIn(door.openBrowser(), { ...wrong, email: 'nobody-at-all@example.com' })
      await runSql(database, `update users set suspended_at = 1 where id = '${id}'`)
      await door.signIn(door.openBrowser())
    })
    const refused = {
      action: 'session.refused',
      target: null,
      detail: '{"by":"password","client":"browser"}',
    }
    expect(noted).toMatchObject([
      { ...refused, refusal: 'credentials_wrong', actor_kind: 'stranger', actor_id: null, user_id: id },
      { ...refused, refusal: 'credentials_wrong', actor_kind: 'stranger', actor_id: null, user_id: null },
      { ...refused, refusal: 'user_suspended', actor_kind: 'user', actor_id: id, user_id: id },
    ])
    expect(JSON.stringify(await entries())).not.toMatch(/not the right|nobody-at-all|correct horse/)
  })

  it('who is told to wait has written nothing', async () => {
    const { browser } = await signUp()
    const attempt = () => door.signIn(browser, { password: 'not the right phrase' })
    let refusal = refusalOf(await attempt())
    for (let more = 20; more > 0 && refusal.reason !== 'too_many_attempts'; more -= 1)
      refusal = refusalOf(await attempt())
    expect(refusal.reason).toBe('too_many_attempts')
    expect(await notedBy(attempt)).toEqual([])
  })

  it('the whole life of an account is told, and none of its secrets', async () => {
    const { browser, id } = await signUp()
    const secrets: string[] = [PASSWORD, NEXT_PASSWORD, 'ada@example.com', 'ada@new.example.com']
    const keepCookies = () => secrets.push(...[...browser.cookies.values()].map((cookie) => String(cookie)))
    keepCookies()
    const noted = await notedBy(async () => {
      await browser.send('PATCH', paths.account, { name: 'Countess Lovelace' })
      const changed = await browser.send('POST', paths.changePassword, {
        currentPassword: PASSWORD,
        newPassword: NEXT_PASSWORD,
      })
      expect(stateOf(changed).status).toBe('signed_in')
      keepCookies()
      await browser.send('POST', paths.changeEmail, { email: 'ada@new.example.com' })
      const { code, token: emailToken } = await door.linkTo('ada@new.example.com')
      await browser.send('POST', paths.confirmEmail, { code })
      await browser.send('POST', paths.forgotPassword, { email: 'ada@new.example.com' })
      const { token } = await door.linkTo('ada@new.example.com', { subject: /password/i })
      await browser.send('POST', paths.resetPassword, { token, password: PASSWORD })
      const other = door.openBrowser()
      await door.signIn(other, { email: 'ada@new.example.com' })
      await door.signIn(browser, { email: 'ada@new.example.com' })
      keepCookies()
      const made = await browser.send('POST', paths.accountApiKeys, {
        name: 'nightly',
        scopes: ['todos:read'],
      })
      const { key, apiKey } = made.body as { key: string; apiKey: { id: string } }
      await browser.send('DELETE', `${paths.accountApiKeys}/${apiKey.id}`)
      await browser.send('DELETE', `${paths.accountSessions}?keep=current`)
      await browser.send('DELETE', paths.session)
      await door.signIn(browser, { email: 'ada@new.example.com' })
      await browser.send('DELETE', paths.account)
      secrets.push(code ?? '', emailToken, token, key)
    })
    expect(noted.map(({ action }) => action)).toEqual([
      'user.updated',
      'password.changed',
      'email.changed',
      'password.reset_asked',
      'password.reset',
      'session.opened',
      'session.opened',
      'api_key.created',
      'api_key.ended',
      'session.ended',
      'session.ended',
      'session.opened',
      'user.deleted',
    ])
    expect(
      noted.filter(({ action }) => action !== 'password.reset_asked').every(({ user_id }) => user_id === id),
    ).toBe(true)
    const written = JSON.stringify(await entries())
    for (const secret of secrets.filter((each) => each.length > 5)) expect(written).not.toContain(secret)
  })
})
