import { type Overview, overview } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { problemOf, startTestAdmin, type TestOperator } from '../fixtures/test-admin.js'
import { PASSWORD } from '../fixtures/test-browser-door.js'

const HOUR = 60 * 60_000

const read = async (by: TestOperator, query = ''): Promise<Overview> =>
  overview.strict().parse((await by.ask('GET', `/overview${query}`)).body)

const sumOf = ({ spans }: Overview) =>
  spans.reduce(
    (sum, span) => ({
      signIns: sum.signIns + span.signIns,
      refused: sum.refused + span.refused,
      signUps: sum.signUps + span.signUps,
    }),
    { signIns: 0, refused: 0, signUps: 0 },
  )

describe.each(databaseKinds)('the overview on $name', { timeout: 60_000 }, (kind) => {
  test('what happened stands in the last span at once, with the reasons of what was refused', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const before = sumOf(await read(operator))
    const email = 'ada@example.com'
    const browser = admin.door.openBrowser()
    await admin.door.signUp(browser, { email })
    const wrong = admin.door.openBrowser()
    for (let guess = 0; guess < 2; guess += 1)
      await wrong.send('POST', '/session', { email, password: `${PASSWORD} but not quite` })
    await wrong.send('POST', '/session', { email: 'nobody@example.com', password: PASSWORD })
    const after = await read(operator)
    expect(sumOf(after)).toEqual({
      signIns: before.signIns + 1,
      refused: before.refused + 3,
      signUps: before.signUps + 1,
    })
    expect(after.spans.at(-1)).toMatchObject({ refused: 3 })
    // The same of an address that nobody has: an overview is no way to find out who has an account.
    expect(after.refusals).toEqual([{ reason: 'credentials_wrong', count: 3 }])
    expect(after.liveSessions).toEqual({ count: 2, more: false })
  })

  test.each([
    ['day', 24, 1],
    ['week', 28, 6],
    ['month', 30, 24],
  ])('a %s is told in %i spans of %i hours, without gaps, up to now', async (range, number, hours) => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const { spans } = await read(operator, `?range=${range}`)
    const now = admin.door.clock.now()
    expect(spans).toHaveLength(number)
    const last = Date.parse(spans.at(-1)?.at ?? '')
    expect([last <= now, now < last + hours * HOUR]).toEqual([true, true])
    for (const [index, { at }] of spans.entries())
      expect(Date.parse(at)).toBe(last - (number - 1 - index) * hours * HOUR)
    // The hour in which somebody signed up stays when it is past.
    admin.door.clock.advance((number - 1) * hours * HOUR)
    const later = (await admin.operator()) as TestOperator
    expect((await read(later, `?range=${range}`)).spans[0]?.signUps).toBeGreaterThan(0)
  })

  test('it counts messages that wait and that were given up, and knows the key that signs', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const insert = (id: string, rest: string) =>
      runSql(
        database,
        `insert into mails (id, recipient, recipient_key, locale, kind, details, created_at, attempts, next_attempt_at, outcome, settled_at)
         values ('mail_${id}', 'a@example.com', 'a@example.com', 'en', 'password_changed', '{}', 0, 1, ${rest})`,
      )
    const { mail: before } = await read(operator)
    await insert('1', `null, 'failed', 1`)
    await insert('2', `${Number.MAX_SAFE_INTEGER}, null, null`)
    const { mail, signingKey } = await read(operator)
    expect(mail).toEqual({
      waiting: { count: before.waiting.count + 1, more: false },
      failed: { count: before.failed.count + 1, more: false },
    })
    expect(signingKey).toMatchObject({ kid: expect.any(String), nextFrom: null })
    expect((await operator.ask('POST', '/signing-keys/rotate', { when: 'when_published' })).status).toBe(200)
    expect((await read(operator)).signingKey).toMatchObject({
      kid: signingKey?.kid,
      nextFrom: expect.any(String),
    })
  })

  test('a range that there is none of is refused', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const answer = await (await admin.operator()).ask('GET', '/overview?range=year')
    expect(problemOf(answer)).toMatchObject({ status: 400, code: 'invalid_parameter' })
  })
})
