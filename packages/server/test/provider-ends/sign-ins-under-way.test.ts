import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { isRefused } from '../fixtures/test-latchkey.js'
import { someone, startUpstream, type TestUpstream } from '../fixtures/test-upstream.js'

const CAEP = 'https://schemas.openid.net/secevent/caep/event-type'

describe.each(databaseKinds)('a sign-in that is under way when its provider ends it, with $name,', (kind) => {
  let database: TestDatabase
  let upstream: TestUpstream
  beforeAll(async () => {
    database = await kind.create()
    upstream = await startUpstream({ database })
  })
  afterAll(async () => {
    await upstream[Symbol.asyncDispose]()
    await database.drop()
  })

  const liveOf = async (sub: string) =>
    runSql(
      database,
      `select sessions.id from sessions join identities on identities.user_id = sessions.user_id
        where identities.subject = '${sub}' and ended_at is null`,
    )
  const outcomeOf = async (idToken: string) => {
    const answer = await upstream.house.exchange(idToken)
    return isRefused(answer) ? answer.reason : 'signed in'
  }

  test('opens nothing by what was proved before, and the next one does', async () => {
    const { house, corporate, sendLogout } = upstream
    const person = someone()
    const before = await corporate.issueIdToken({ person })
    house.clock.advance(5_000)
    expect((await sendLogout(await corporate.issueLogoutToken({ person }))).status).toBe(200)
    expect(await outcomeOf(before)).toBe('proof_expired')
    expect(await liveOf(person.sub)).toEqual([])
    house.clock.advance(1_000)
    expect(await outcomeOf(await corporate.issueIdToken({ person }))).toBe('signed in')
  })

  test('opens nothing in the session there that ended, and something in another', async () => {
    const { house, corporate, sendLogout } = upstream
    const person = someone()
    const [gone, kept, unnamed] = await Promise.all(
      ['gone-session', 'kept-session', undefined].map((sid) =>
        corporate.issueIdToken({ person, claims: { sid } }),
      ),
    )
    house.clock.advance(5_000)
    const claims = { sub: undefined, sid: 'gone-session' }
    await sendLogout(await corporate.issueLogoutToken({ person, claims }))
    expect(await outcomeOf(gone ?? '')).toBe('proof_expired')
    expect(await outcomeOf(kept ?? '')).toBe('signed in')
    expect(await outcomeOf(unnamed ?? '')).toBe('signed in')
  })

  test('opens nothing after a security event about the account', async () => {
    const { house, corporate, sendEvent } = upstream
    const person = someone()
    const before = await corporate.issueIdToken({ person })
    house.clock.advance(5_000)
    const event = { [`${CAEP}/credential-change`]: { change_type: 'update' } }
    expect((await sendEvent(await corporate.issueSecurityEvent(event, { person }))).status).toBe(202)
    expect(await outcomeOf(before)).toBe('proof_expired')
  })

  test('by another provider, or of another person, goes on', async () => {
    const { house, corporate, partner, sendLogout } = upstream
    const [person, other] = [someone(), someone()]
    const elsewhere = await partner.issueIdToken({ person })
    const others = await corporate.issueIdToken({ person: other })
    house.clock.advance(5_000)
    await sendLogout(await corporate.issueLogoutToken({ person }))
    expect([await outcomeOf(elsewhere), await outcomeOf(others)]).toEqual(['signed in', 'signed in'])
  })

  test('is never both answered and alive, in whatever order the two come', async () => {
    const { house, corporate, sendLogout } = upstream
    const rounds = Array.from({ length: 30 }, () => someone())
    const before = await Promise.all(rounds.map((person) => corporate.issueIdToken({ person })))
    house.clock.advance(5_000)
    const ends = await Promise.all(rounds.map((person) => corporate.issueLogoutToken({ person })))
    await Promise.all(
      rounds.flatMap((_, index) => {
        const [open, end] = [() => outcomeOf(before[index] ?? ''), () => sendLogout(ends[index] ?? '')]
        return index % 2 === 0 ? [open(), end()] : [end(), open()]
      }),
    )
    for (const { sub } of rounds) expect(await liveOf(sub)).toEqual([])
  })
})
