import { oidc } from '@latchkey/server'
import { type DevelopmentProvider, type Person, startDevelopmentProvider } from '@latchkey/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds } from './fixtures/databases.js'
import { somePerson } from './fixtures/people.js'
import { countRows, runSql } from './fixtures/run-sql.js'
import { atOnce } from './fixtures/stores.js'
import {
  granted,
  isRefused,
  startTestLatchkey,
  type TestLatchkey,
  type TestLatchkeyOptions,
} from './fixtures/test-latchkey.js'

let corporate: DevelopmentProvider
let untrusted: DevelopmentProvider
beforeAll(async () => {
  corporate = await startDevelopmentProvider()
  untrusted = await startDevelopmentProvider()
})
afterAll(async () => {
  await corporate.close()
  await untrusted.close()
})

const clientIds = ['latchkey-development']
const startHouse = (given: TestLatchkeyOptions = {}): Promise<TestLatchkey> =>
  startTestLatchkey({
    otherProviders: [
      oidc({ id: 'corporate', issuer: corporate.issuer, clientIds }),
      oidc({ id: 'untrusted', issuer: untrusted.issuer, clientIds, trustsVerifiedAddresses: false }),
    ],
    ...given,
  })

const exchange = async (house: TestLatchkey, provider: DevelopmentProvider, person: Person) =>
  house.exchange(await provider.issueIdToken({ person }))
const signIn = async (house: TestLatchkey, provider: DevelopmentProvider, person: Person) =>
  granted(await exchange(house, provider, person))
const identitiesOf = (house: TestLatchkey, user: string) =>
  runSql(
    house.database,
    `select provider, subject from identities where user_id = '${user}' order by provider`,
  )

describe('a known identity', () => {
  test('wins, whatever address its provider tells now', async () => {
    await using house = await startHouse()
    const ada = somePerson()
    const grace = await signIn(house, corporate, somePerson({ email: 'grace@example.com' }))
    const first = await signIn(house, house.provider, ada)
    const moved = await signIn(house, house.provider, { ...ada, email: 'grace@example.com' })
    expect(moved.user.sub).toBe(first.user.sub)
    expect(moved.user.sub).not.toBe(grace.user.sub)
    expect(moved.user.email).toBe('ada@example.com')
  })

  test('of one subject at two providers is two people', async () => {
    await using house = await startHouse()
    const first = await signIn(house, house.provider, somePerson({ sub: '1', email: 'one@example.com' }))
    const second = await signIn(house, corporate, somePerson({ sub: '1', email: 'two@example.com' }))
    expect(second.user.sub).not.toBe(first.user.sub)
  })

  test('gets its address verified once the provider has proved it, and keeps it from then on', async () => {
    await using house = await startHouse()
    const ada = somePerson({ emailVerified: false })
    const first = await signIn(house, house.provider, ada)
    expect(first.user.email_verified).toBe(false)
    const proved = await signIn(house, house.provider, { ...ada, emailVerified: true })
    expect(proved.user).toMatchObject({ sub: first.user.sub, email: 'ada@example.com', email_verified: true })
    const moved = await signIn(house, house.provider, {
      ...ada,
      email: 'elsewhere@example.com',
      emailVerified: true,
    })
    expect(moved.user).toMatchObject({ email: 'ada@example.com', email_verified: true })
    expect((await signIn(house, corporate, somePerson())).user.sub).toBe(first.user.sub)
  })

  test('gets the address its provider has proved in place of one it only said', async () => {
    await using house = await startHouse()
    const ada = somePerson({ emailVerified: false, email: 'grace@example.com' })
    const { user } = await signIn(house, house.provider, ada)
    const proved = { ...ada, email: 'ada@example.com', emailVerified: true }
    expect((await signIn(house, house.provider, proved)).user).toMatchObject({
      sub: user.sub,
      email: 'ada@example.com',
      email_verified: true,
    })
    expect((await signIn(house, corporate, somePerson())).user.sub).toBe(user.sub)
    expect((await signIn(house, corporate, somePerson({ email: 'grace@example.com' }))).user.sub).not.toBe(
      user.sub,
    )
  })

  test('signs in as ever when another user holds the address its provider proves at last', async () => {
    await using house = await startHouse()
    const late = somePerson({ emailVerified: false })
    const { user } = await signIn(house, house.provider, late)
    const holder = await signIn(house, corporate, somePerson())
    for (const emailVerified of [true, false]) {
      const again = await signIn(house, house.provider, { ...late, emailVerified })
      expect(again.user).toMatchObject({ sub: user.sub, email_verified: false })
    }
    expect((await signIn(house, corporate, somePerson())).user).toEqual(holder.user)
  })

  test('is recorded with the profile it brought first, completed by what it brings later', async () => {
    await using house = await startHouse()
    const ada = somePerson({ name: 'Ada' })
    await signIn(house, house.provider, ada)
    house.clock.advance(60_000)
    const { user } = await signIn(house, house.provider, {
      ...ada,
      name: 'Somebody else',
      picture: 'https://pictures.example/ada',
    })
    expect(user).toMatchObject({
      name: 'Ada',
      picture: 'https://pictures.example/ada',
      updated_at: house.clock.now() / 1_000,
    })
  })

  test('of a suspended user is refused at every provider', async () => {
    await using house = await startHouse()
    const { user } = await signIn(house, house.provider, somePerson())
    await runSql(house.database, `update users set suspended_at = 1 where id = '${user.sub}'`)
    expect(await exchange(house, corporate, somePerson())).toMatchObject({ reason: 'user_suspended' })
    expect(await identitiesOf(house, user.sub)).toHaveLength(1)
  })
})

describe('a known address', () => {
  test('that a second provider has proved too leads to the same user, whatever its case', async () => {
    await using house = await startHouse()
    const first = await signIn(house, house.provider, somePerson())
    const second = await signIn(house, corporate, somePerson({ email: 'ADA@Example.com' }))
    expect(second.user.sub).toBe(first.user.sub)
    expect(second.user.email).toBe('ada@example.com')
    expect((await identitiesOf(house, first.user.sub)).map(({ provider }) => provider)).toEqual([
      'corporate',
      'google',
    ])
    expect(await house.introspect(first.access_token)).toMatchObject({ active: true })
  })

  test('that the provider has not proved is refused', async () => {
    await using house = await startHouse()
    const ada = await signIn(house, house.provider, somePerson())
    expect(await exchange(house, corporate, somePerson({ emailVerified: false }))).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      reason: 'address_unproven',
    })
    expect(await identitiesOf(house, ada.user.sub)).toHaveLength(1)
    expect(await countRows(house.database, 'users')).toBe(1)
  })

  test('is not linked on the word of a provider that is not trusted with addresses', async () => {
    await using house = await startHouse()
    await signIn(house, house.provider, somePerson())
    expect(await exchange(house, untrusted, somePerson())).toMatchObject({ reason: 'address_unproven' })
  })

  test.each([
    ['the text "true"', 'true'],
    ['a number', 1],
    ['absent', undefined],
    ['null', null],
  ])('is not proved by an email_verified that is %s', async (_, claim) => {
    await using house = await startHouse()
    await signIn(house, house.provider, somePerson())
    const idToken = await corporate.issueIdToken({ person: somePerson(), claims: { email_verified: claim } })
    expect(await house.exchange(idToken)).toMatchObject({ reason: 'address_unproven' })
  })

  test.each([
    ['full-width letters', 'ａda@example.com'],
    ['a dot', 'a.da@example.com'],
    ['a tag', 'ada+1@example.com'],
    ['a Cyrillic letter', '\u0430da@example.com'],
    ['a Cyrillic letter in the domain', 'ada@ex\u0430mple.com'],
    ['a dotless i', 'ada@examp\u0131e.com'],
  ])('is not that of a person whose address differs by %s', async (_, twin) => {
    await using house = await startHouse()
    const ada = await signIn(house, house.provider, somePerson())
    const answer = await exchange(house, corporate, somePerson({ email: twin }))
    if (!isRefused(answer)) expect(answer.user.sub).not.toBe(ada.user.sub)
    expect(await identitiesOf(house, ada.user.sub)).toHaveLength(1)
  })
})

describe('an address nobody has proved', () => {
  test('goes to the person who proves it, as a new user beside whoever had said it before', async () => {
    await using house = await startHouse()
    const mallory = somePerson({ emailVerified: false, name: 'Mallory', email: 'Ada@example.com' })
    const before = await signIn(house, house.provider, mallory)
    expect(before.user).toMatchObject({ email: 'Ada@example.com', email_verified: false })

    const ada = somePerson()
    const after = await signIn(house, corporate, ada)
    expect(after.user).toMatchObject({
      email: 'ada@example.com',
      email_verified: true,
      name: 'Ada Lovelace',
    })
    expect(after.user.sub).not.toBe(before.user.sub)
    expect(await identitiesOf(house, after.user.sub)).toEqual([{ provider: 'corporate', subject: ada.sub }])
    expect(await identitiesOf(house, before.user.sub)).toEqual([{ provider: 'google', subject: mallory.sub }])
    expect(await house.introspect(before.access_token)).toMatchObject({ active: true, sub: before.user.sub })
    expect(granted(await house.refresh(before.refresh_token)).user).toEqual(before.user)
    expect((await signIn(house, house.provider, mallory)).user).toEqual(before.user)
  })

  test('is said by two people, who are two users and both come back', async () => {
    await using house = await startHouse()
    const [one, two] = [somePerson({ emailVerified: false }), somePerson({ emailVerified: false })]
    const first = await signIn(house, house.provider, one)
    const second = await signIn(house, house.provider, two)
    expect(second.user).toMatchObject({ email: 'ada@example.com', email_verified: false })
    expect(second.user.sub).not.toBe(first.user.sub)
    expect((await signIn(house, house.provider, one)).user).toEqual(first.user)
    expect((await signIn(house, house.provider, two)).user).toEqual(second.user)
  })

  test('does not become that of a suspended user who said it', async () => {
    await using house = await startHouse()
    const { user } = await signIn(house, house.provider, somePerson({ emailVerified: false }))
    await runSql(house.database, `update users set suspended_at = 1 where id = '${user.sub}'`)
    const ada = await signIn(house, corporate, somePerson())
    expect(ada.user.email_verified).toBe(true)
    expect(ada.user.sub).not.toBe(user.sub)
    expect(await identitiesOf(house, user.sub)).toMatchObject([{ provider: 'google' }])
  })

  test('locks nobody out at a provider that is not trusted with addresses', async () => {
    await using house = await startHouse()
    const squatter = await signIn(house, house.provider, somePerson({ emailVerified: false }))
    const [ada, colleague] = [somePerson(), somePerson()]
    const first = await signIn(house, untrusted, ada)
    const second = await signIn(house, untrusted, colleague)
    expect(new Set([squatter, first, second].map(({ user }) => user.sub)).size).toBe(3)
    expect(first.user).toMatchObject({ email: 'ada@example.com', email_verified: false })

    // Whoever proves the address later takes nothing from those who are known already.
    const owner = await signIn(house, corporate, somePerson())
    expect((await signIn(house, untrusted, ada)).user).toEqual(first.user)
    expect((await signIn(house, untrusted, colleague)).user).toEqual(second.user)
    expect(owner.user.sub).not.toBe(first.user.sub)
  })
})

describe('no address', () => {
  test.each([
    ['absent', undefined],
    ['not an address', 'ada'],
    ['two addresses', 'ada@example.com, mallory@example.com'],
    ['not a text', ['ada@example.com']],
    ['an address with a control character', 'ada@example.com\u0000'],
  ])('gives a user without one, the claim being %s', async (_, email) => {
    await using house = await startHouse()
    const ada = await signIn(house, corporate, somePerson())
    const person = somePerson()
    const first = granted(await house.exchange(await house.idToken(person, { email })))
    const second = granted(await house.exchange(await house.idToken(person, { email })))
    expect(first.user).not.toHaveProperty('email')
    expect(second.user.sub).toBe(first.user.sub)
    expect(first.user.sub).not.toBe(ada.user.sub)
  })
})

describe.each(databaseKinds)('at the same instant on $name', (kind) => {
  const inHouse = async (run: (house: TestLatchkey) => Promise<void>): Promise<void> => {
    await using database = await kind.create()
    await using house = await startHouse({ database })
    await run(house)
  }

  test('fifty first sign-ins of one identity give one user', () =>
    inHouse(async (house) => {
      const ada = somePerson()
      const answers = await atOnce(50, () => signIn(house, house.provider, ada))
      expect(new Set(answers.map(({ user }) => user.sub)).size).toBe(1)
      expect(new Set(answers.map(({ session_id }) => session_id)).size).toBe(50)
      expect(await countRows(house.database, 'users')).toBe(1)
    }))

  test('fifty first sign-ins at two providers with one proven address give one user', () =>
    inHouse(async (house) => {
      const answers = await atOnce(50, (index) =>
        signIn(house, index % 2 === 0 ? house.provider : corporate, somePerson()),
      )
      expect(new Set(answers.map(({ user }) => user.sub)).size).toBe(1)
      expect(await countRows(house.database, 'users')).toBe(1)
      expect(await countRows(house.database, 'identities')).toBe(50)
    }))

  test('a mixture of proved and unproved first sign-ins gives one user to whom the address was proved', () =>
    inHouse(async (house) => {
      const answers = await atOnce(30, async (index) => {
        const proved = index % 3 === 0
        const person = somePerson({ emailVerified: proved })
        return { proved, answer: await exchange(house, index % 2 === 0 ? house.provider : corporate, person) }
      })
      const owners = answers.filter(({ proved }) => proved).map(({ answer }) => granted(answer).user.sub)
      const others = answers.filter(({ proved }) => !proved).map(({ answer }) => answer)
      expect(new Set(owners).size).toBe(1)
      const users = others.flatMap((answer) => (isRefused(answer) ? [] : [answer.user.sub]))
      expect(new Set([...owners, ...users]).size).toBe(1 + users.length)
      expect(await countRows(house.database, 'users')).toBe(1 + users.length)
      for (const answer of others.filter(isRefused))
        expect(answer).toMatchObject({ status: 400, reason: 'address_unproven' })
    }))

  test('of all who prove one address after they had only said it, one gets it and all sign in', () =>
    inHouse(async (house) => {
      const people = Array.from({ length: 12 }, () => somePerson({ emailVerified: false }))
      const known = await Promise.all(people.map((person) => signIn(house, house.provider, person)))
      const proved = await Promise.all(
        people.map((person) => signIn(house, house.provider, { ...person, emailVerified: true })),
      )
      expect(proved.map(({ user }) => user.sub)).toEqual(known.map(({ user }) => user.sub))
      const holders = proved.filter(({ user }) => user.email_verified)
      expect(holders).toHaveLength(1)
      const [holder] = holders
      expect((await signIn(house, corporate, somePerson())).user).toEqual(holder?.user)
      expect(house.logLines.filter((line) => line.includes('request failed'))).toEqual([])
    }))
})
