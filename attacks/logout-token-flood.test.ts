import { expect, test } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { countRows, runSql } from '../packages/server/test/fixtures/run-sql.js'
import { someone, startUpstream } from '../packages/server/test/fixtures/test-upstream.js'
import { decodePart, encodePart, splitJwt } from './fixtures/jwt-parts.js'

// Everybody reaches the addresses where providers tell of ends, and every token that counts once is remembered.

const DAY = 24 * 60 * 60_000
const CAEP = 'https://schemas.openid.net/secevent/caep/event-type'

test.each(databaseKinds)(
  'tokens a stranger makes leave nothing behind, however many, on $name',
  async (kind) => {
    await using database = await kind.create()
    await using upstream = await startUpstream({ database })
    const { house, corporate, sendLogout, sendEvent } = upstream
    const { header, payload, signature } = splitJwt(await corporate.issueLogoutToken({ person: someone() }))
    const claims = decodePart(payload)
    for (let count = 0; count < 500; count += 1) {
      const forged = [header, encodePart({ ...claims, jti: `forged-${count}` }), signature].join('.')
      expect((await sendLogout(forged)).status).toBe(400)
      expect((await sendEvent(forged)).status).toBe(400)
    }
    expect(await countRows(house.database, 'spent_proofs')).toBe(0)
  },
)

test.each(databaseKinds)(
  'a token of a provider is remembered for seven days at most, whatever it says of its end, on $name',
  async (kind) => {
    await using database = await kind.create()
    await using upstream = await startUpstream({ database })
    const { house, corporate, sendLogout, sendEvent } = upstream
    const person = someone()
    for (const exp of [9e9, 9e15, 1e300])
      expect((await sendLogout(await corporate.issueLogoutToken({ person, claims: { exp } }))).status).toBe(
        200,
      )
    const event = { [`${CAEP}/session-revoked`]: {} }
    const claims = { exp: 9e15 }
    expect((await sendEvent(await corporate.issueSecurityEvent(event, { person, claims }))).status).toBe(202)
    const late = house.clock.now() + 7 * DAY + 5 * 60_000
    expect(await countRows(house.database, 'spent_proofs')).toBe(4)
    expect(await runSql(house.database, `select key from spent_proofs where expires_at > ${late}`)).toEqual(
      [],
    )
  },
)

test('a logout token that is older than what is remembered ends nothing: it may have counted before', async () => {
  await using upstream = await startUpstream()
  const { house, corporate, open, lives, sendLogout } = upstream
  const person = someone()
  const token = await corporate.issueLogoutToken({ person, claims: { exp: 9e9 } })
  expect((await sendLogout(token)).status).toBe(200)
  house.clock.advance(7 * DAY + 60_000)
  const session = await open({ person })
  expect([(await sendLogout(token)).status, await lives(session)]).toEqual([400, true])
})

test('an event token that tells of hundreds of things fills no log', async () => {
  await using upstream = await startUpstream()
  const { house, corporate, sendEvent } = upstream
  const events = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`urn:e:${index}`, {}]))
  const token = await corporate.issueSecurityEvent(events, { person: someone() })
  const before = house.logLines.length
  expect((await sendEvent(token)).status).toBe(202)
  expect(house.logLines.length - before).toBeLessThan(10)
})
