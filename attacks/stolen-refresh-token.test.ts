import { afterEach, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import {
  granted,
  isRefused,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { bearer } from './fixtures/bearer.js'

// The refresh token of a public client was copied from a device. Owner and thief both hold it (RFC 9700 §4.14).

const GRACE = 30_000
const reused = { status: 400, error: 'invalid_grant', reason: 'refresh_token_reused' }
const ended = { status: 400, error: 'invalid_grant', reason: 'session_ended' }

describe.each(databaseKinds)('on $name', (kind) => {
  let database: TestDatabase | undefined
  afterEach(() => database?.drop())
  const start = async (): Promise<TestLatchkey> => {
    database = await kind.create()
    return startTestLatchkey({ database })
  }

  test('a token that comes back after the grace ends the session, for thief and owner alike', async () => {
    await using house = await start()
    const stolen = await house.signIn(PUBLIC)
    const owner = granted(await house.refresh(stolen.refresh_token, PUBLIC))
    house.clock.advance(GRACE + 1)

    expect(await house.refresh(stolen.refresh_token, PUBLIC)).toMatchObject(reused)
    expect(await house.refresh(owner.refresh_token, PUBLIC)).toMatchObject(ended)
    expect(await house.refresh(stolen.refresh_token, PUBLIC)).toMatchObject(ended)
    expect(await house.introspect(owner.access_token)).toEqual({ active: false })
    expect((await house.latchkey.fetch(bearer(owner.access_token))).status).toBe(401)
    expect(house.logLines.join()).toContain('refresh token reused, session ended')
  })

  test('a thief who refreshes first is found out when the owner does', async () => {
    await using house = await start()
    const shared = await house.signIn(PUBLIC)
    const thief = granted(await house.refresh(shared.refresh_token, PUBLIC))
    house.clock.advance(GRACE + 1)
    expect(await house.refresh(shared.refresh_token, PUBLIC)).toMatchObject(reused)
    expect(await house.refresh(thief.refresh_token, PUBLIC)).toMatchObject(ended)
  })

  test('a token two generations old ends the session even within the grace', async () => {
    await using house = await start()
    const first = await house.signIn(PUBLIC)
    const second = granted(await house.refresh(first.refresh_token, PUBLIC))
    const third = granted(await house.refresh(second.refresh_token, PUBLIC))
    expect(await house.refresh(first.refresh_token, PUBLIC)).toMatchObject(reused)
    expect(await house.refresh(third.refresh_token, PUBLIC)).toMatchObject(ended)
  })

  test('within the grace the previous token gives the same successor, never a second branch', async () => {
    await using house = await start()
    const { refresh_token } = await house.signIn(PUBLIC)
    const answers = await Promise.all(Array.from({ length: 30 }, () => house.refresh(refresh_token, PUBLIC)))
    const successors = new Set(answers.map((answer) => granted(answer).refresh_token))
    expect(successors.size).toBe(1)
    house.clock.advance(GRACE)
    expect(granted(await house.refresh(refresh_token, PUBLIC)).refresh_token).toBe([...successors][0])
  })

  test('a successor that is in use ends the grace of its predecessor for good', async () => {
    await using house = await start()
    const first = await house.signIn(PUBLIC)
    const second = granted(await house.refresh(first.refresh_token, PUBLIC))
    granted(await house.refresh(second.refresh_token, PUBLIC))
    expect(await house.refresh(first.refresh_token, PUBLIC)).toMatchObject(reused)
  })

  test('a refresh that races with sign-out never outlives it', async () => {
    await using house = await start()
    for (let round = 0; round < 10; round += 1) {
      const { refresh_token } = await house.signIn(PUBLIC)
      const [renewed] = await Promise.all([
        house.refresh(refresh_token, PUBLIC),
        house.post('/oauth/revoke', { token: refresh_token }, PUBLIC),
      ])
      if (isRefused(renewed)) continue
      expect(await house.refresh(renewed.refresh_token, PUBLIC)).toMatchObject(ended)
      expect(await house.introspect(renewed.access_token)).toEqual({ active: false })
    }
  })
})

test('another session of the same person lives on', async () => {
  await using house = await startTestLatchkey()
  const phone = await house.signIn(PUBLIC)
  const tablet = await house.signIn(PUBLIC)
  granted(await house.refresh(phone.refresh_token, PUBLIC))
  house.clock.advance(GRACE + 1)
  expect(await house.refresh(phone.refresh_token, PUBLIC)).toMatchObject(reused)
  granted(await house.refresh(tablet.refresh_token, PUBLIC))
})
