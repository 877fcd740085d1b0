import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import {
  refusedWith,
  signInWith,
  startSocialDoor,
  type TestSocialDoor,
  whoIs,
} from '../packages/server/test/fixtures/test-social.js'

// Somebody writes another's address, or one that looks like it, into an account of their own at a provider.

let door: TestSocialDoor
beforeEach(async () => {
  door = await startSocialDoor()
})
afterEach(() => door[Symbol.asyncDispose]())

const OWNER = 'tomas.okafor@workspace.example'

/** Who comes with the owner's address, at each provider. */
const thiefAt = (name: 'google' | 'auth0' | 'github' | 'microsoft'): string | undefined =>
  ({
    google: door.providers.google.people[1]?.sub,
    auth0: 'google-oauth2|108234567890123456789',
    github: '19864447',
    microsoft: door.providers.microsoft.people[2]?.oid,
  })[name]

const usersWith = (key: string) => runSql(door.database, `select id from users where email_key = '${key}'`)

describe('an address that the provider has not verified', () => {
  test.each([
    ['google', { unverifiedEmail: true }],
    ['auth0', { unverifiedEmail: true }],
    ['github', { unverifiedEmail: true }],
    ['microsoft', {}],
  ] as const)('opens nobody’s account, at %s', async (name, misbehaviour) => {
    const owner = door.openBrowser()
    await door.signUp(owner, { email: OWNER })
    const { id } = await whoIs(owner)
    door.providers[name].misbehave(misbehaviour)
    const thief = door.openBrowser()
    expect(refusedWith(await signInWith(thief, name, thiefAt(name))).error).toBe('address_unproven')
    expect((await thief.readState()).status).toBe('signed_out')
    expect(await runSql(door.database, `select * from identities where user_id = '${id}'`)).toEqual([])
  })

  test('does not wait in an account for its owner to come', async () => {
    const squatter = door.openBrowser()
    door.providers.google.misbehave({ unverifiedEmail: true })
    await signInWith(squatter, 'google', door.providers.google.people[1]?.sub)
    const squatted = await whoIs(squatter)
    const owner = door.openBrowser()
    await signInWith(owner, 'github', '19864447')
    expect((await whoIs(owner)).id).not.toBe(squatted.id)
    expect(await usersWith(OWNER)).toEqual([{ id: (await whoIs(owner)).id }])
  })

  test('in a sign-up that nobody has confirmed stands in no owner’s way', async () => {
    const thief = door.openBrowser()
    await thief.send('POST', paths.signUp, { email: OWNER, password: 'a password of the thief' })
    const owner = door.openBrowser()
    await signInWith(owner, 'github', '19864447')
    expect(await whoIs(owner)).toMatchObject({ email: OWNER, emailVerified: true })
    const answer = await thief.send('POST', paths.session, {
      email: OWNER,
      password: 'a password of the thief',
    })
    expect(answer.status).toBe(400)
  })
})

describe('an address that looks like another’s', () => {
  test.each([
    ['a Cyrillic letter', 'tomas.okаfor@workspace.example'],
    ['another domain that looks alike', 'tomas.okafor@wоrkspace.example'],
    ['a dot more', 'tomas..okafor@workspace.example'],
    ['a tag', 'tomas.okafor+x@workspace.example'],
  ])('with %s is another person’s', async (_, email) => {
    const owner = door.openBrowser()
    await signInWith(owner, 'github', '19864447')
    const person = door.providers.google.people[1]
    const idToken = await door.providers.google.issueIdToken({
      person: { ...person, email, sub: '111111111111111111111' } as never,
    })
    const exchanged = await door.exchange(idToken)
    if ('user' in exchanged) expect(exchanged.user.sub).not.toBe((await whoIs(owner)).id)
    expect(await usersWith(OWNER)).toHaveLength(1)
  })

  test('in capitals is the same mailbox, and links only where it is proven', async () => {
    const owner = door.openBrowser()
    await door.signUp(owner, { email: 'Tomas.OKAFOR@workspace.example' })
    const same = door.openBrowser()
    await signInWith(same, 'github', '19864447')
    expect((await whoIs(same)).id).toBe((await whoIs(owner)).id)
  })

  test('written otherwise than by its owner, warns the owner where the owner reads', async () => {
    const owner = door.openBrowser()
    await door.signUp(owner, { email: 'Tomas.OKAFOR@workspace.example' })
    door.providers.google.misbehave({ unverifiedEmail: true })
    const back = await signInWith(door.openBrowser(), 'google', thiefAt('google'))
    expect(refusedWith(back).error).toBe('address_unproven')
    const mail = await door.mailbox.waitFor(({ subject }) => subject.includes('with Google'))
    expect(mail.to).toEqual(['Tomas.OKAFOR@workspace.example'])
  })
})
