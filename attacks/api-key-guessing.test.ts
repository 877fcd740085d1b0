import { randomInt } from 'node:crypto'
import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeApiKey } from '../packages/server/src/forms/api-key.js'
import { nodeSecrets } from '../packages/server/src/outbound/node-secrets.js'
import { sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { admittedBy, makeKey, startApiKeyDoor } from '../packages/server/test/fixtures/test-api-keys.js'
import type { TestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { API, CONFIDENTIAL } from '../packages/server/test/fixtures/test-latchkey.js'

// Somebody without a key tries texts that look like one, and listens to what the answers tell.

let database: TestDatabase
let house: TestBrowserDoor
let key: string
let ended: string
beforeAll(async () => {
  database = await sqlite.create()
  house = await startApiKeyDoor({ database })
  const ada = house.openBrowser()
  await house.signUp(ada)
  key = (await makeKey(ada)).key
  const other = await makeKey(ada)
  ended = other.key
  await ada.send('DELETE', `${paths.accountApiKeys}/${other.apiKey.id}`)
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await database.drop()
})

/** A key that another server made: everything about it is right, but that it is none of ours. */
const someOtherKey = (): string => makeApiKey(nodeSecrets(['another-secret-another-secret-another-0'])).text

/** The key with one letter of it changed. */
const mistyped = (): string => {
  const at = randomInt(5, key.length)
  return key.slice(0, at) + (key[at] === 'x' ? 'y' : 'x') + key.slice(at + 1)
}

test('what is wrong by a letter, made up, of another server, ended or empty is refused alike, in every word', async () => {
  const answers = new Set<string>()
  const texts = [
    mistyped(),
    someOtherKey(),
    ended,
    'lkak_',
    `lkak_${'0'.repeat(49)}`,
    `${key}0`,
    key.slice(0, -1),
  ]
  for (const text of texts) {
    const admission = await house.latchkey.guardFor(API).admit({ authorization: `Bearer ${text}` })
    if (admission.admitted) throw new Error(`${text} was admitted`)
    const { status, headers, body } = admission.refusal
    answers.add(JSON.stringify({ status, headers, body: { ...body, trace_id: undefined } }))
    expect(await house.introspect(text)).toEqual({ active: false })
  }
  expect([...answers]).toHaveLength(1)
  expect([...answers][0]).toContain('token_session_ended')
  expect(await admittedBy(house, key)).toBe('accepted')
})

test('revocation tells no more: a key that is none is answered like one that was ended', async () => {
  const answers = [mistyped(), someOtherKey(), ended].map((token) =>
    house.post(paths.revoke, { token }, CONFIDENTIAL),
  )
  for (const answer of await Promise.all(answers))
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  expect(await admittedBy(house, key)).toBe('accepted')
})

test('a text whose checksum does not fit costs no look into the database', async () => {
  // Without the table, whoever looks is told so.
  await runSql(database, 'alter table sessions rename to sessions_elsewhere')
  try {
    for (let guess = 0; guess < 50; guess += 1)
      expect(await admittedBy(house, mistyped())).toBe('token_session_ended')
    expect(await admittedBy(house, someOtherKey())).not.toBe('token_session_ended')
  } finally {
    await runSql(database, 'alter table sessions_elsewhere rename to sessions')
  }
  expect(await admittedBy(house, key)).toBe('accepted')
})
