import { paths, SECURITY_EVENT_URIS } from '@latchkey/contract'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { ISSUER } from '../packages/server/test/fixtures/test-latchkey.js'
import {
  call,
  createStream,
  endSession,
  namesOf,
  poll,
  RECEIVER,
  startEventHouse,
} from './fixtures/event-streams.js'

// RFC 8417, CAEP 1.0 and RISC 1.0: what a security event token says.

test('RFC 8417 §2.2, SSF 1.0 §4.2: a token has its type, neither sub nor exp, and one event', async () => {
  await using house = await startEventHouse()
  const id = await createStream(house)
  await endSession(house)
  const answer = await call(house, `${paths.pollEvents}/${id}`, { body: { returnImmediately: true } })
  const [text = ''] = Object.values(answer.body['sets'] as Record<string, string>)
  expect(decodeProtectedHeader(text)).toMatchObject({ typ: 'secevent+jwt', alg: 'ES256' })
  const claims = decodeJwt(text)
  expect(Object.keys(claims).sort()).toEqual(['aud', 'events', 'iat', 'iss', 'jti', 'sub_id', 'toe', 'txn'])
  expect(Object.keys(claims['events'] as object)).toHaveLength(1)
})

test('openid-ssf-transmitter-stream-caep-interop: a session that ends is told with its user, its time and who ended it', async () => {
  await using house = await startEventHouse()
  const id = await createStream(house)
  const { user } = await house.signIn()
  const session = await endSession(house)
  const { events } = await poll(house, id)
  const now = Math.floor(house.clock.now() / 1_000)
  expect(events).toMatchObject([
    {
      iss: ISSUER,
      aud: RECEIVER.id,
      iat: now,
      toe: now,
      sub_id: {
        format: 'complex',
        user: { format: 'iss_sub', iss: ISSUER, sub: user.sub },
        session: { format: 'opaque', id: session },
      },
      events: {
        [SECURITY_EVENT_URIS['session-revoked']]: {
          event_timestamp: now,
          initiating_entity: 'user',
          reason_admin: { en: 'signed out' },
          reason_user: { en: 'You signed out.' },
        },
      },
    },
  ])
})

test('two streams tell the same event under two ids and one transaction', async () => {
  await using house = await startEventHouse()
  const [one, two] = [await createStream(house), await createStream(house)]
  await endSession(house)
  const told = [...(await poll(house, one)).events, ...(await poll(house, two)).events]
  expect(new Set(told.map(({ jti }) => jti)).size).toBe(2)
  expect(new Set(told.map(({ txn }) => txn)).size).toBe(1)
})

test('what was not asked for is not told', async () => {
  await using house = await startEventHouse()
  const id = await createStream(house, { events_requested: [SECURITY_EVENT_URIS['account-disabled']] })
  await endSession(house)
  const { user } = await house.signIn()
  await runSql(house.database, `update users set suspended_at = 1 where id = '${user.sub}'`)
  expect(namesOf(await poll(house, id))).toEqual(['account-disabled'])
})

test('RISC 1.0 §2, CAEP 1.0 §3: what happens to an account is told about its user, and an address about itself', async () => {
  await using house = await startEventHouse()
  const id = await createStream(house)
  const { user } = await house.signIn()
  const at = `where id = '${user.sub}'`
  const was = user.email
  await runSql(house.database, `update users set roles = '["staff"]' ${at}`)
  await runSql(house.database, `update users set email_key = 'new@example.com' ${at}`)
  await runSql(house.database, `update users set suspended_at = 5 ${at}`)
  await runSql(house.database, `update users set suspended_at = null ${at}`)
  await runSql(house.database, `delete from users ${at}`)
  const polled = await poll(house, id)
  const about = { format: 'iss_sub', iss: ISSUER, sub: user.sub }
  const told = polled.events.map(({ sub_id, events }) => ({ sub_id, said: Object.values(events)[0] }))
  expect(namesOf(polled)).toEqual([
    'token-claims-change',
    'identifier-changed',
    'account-disabled',
    'session-revoked',
    'account-enabled',
    'account-purged',
  ])
  expect(told[0]).toEqual({
    sub_id: about,
    said: { event_timestamp: expect.any(Number), claims: { roles: ['staff'] } },
  })
  expect(told[1]).toEqual({
    sub_id: { format: 'email', email: was },
    said: { 'new-value': 'new@example.com' },
  })
  expect(told[2]).toEqual({ sub_id: about, said: {} })
  expect(told[3]).toMatchObject({
    sub_id: { format: 'complex', user: about },
    said: { initiating_entity: 'admin' },
  })
  expect([told[4], told[5]]).toEqual([
    { sub_id: about, said: {} },
    { sub_id: about, said: {} },
  ])
})
