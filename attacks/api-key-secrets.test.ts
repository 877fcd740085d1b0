import { paths } from '@latchkey/contract'
import { expect, test } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import {
  admittedBy,
  askForKey,
  makeKey,
  startApiKeyDoor,
} from '../packages/server/test/fixtures/test-api-keys.js'
import { API, CONFIDENTIAL, ISSUER, PUBLIC } from '../packages/server/test/fixtures/test-latchkey.js'
import { dumpDatabase, outboxSettled } from './fixtures/database-dump.js'

// Somebody reads the log, an error, a message or a copy of the database, and looks in it for a key.

test.each(databaseKinds)('a key is nowhere but in the answer that gave it, on $name', async (kind) => {
  await using database = await kind.create()
  await using house = await startApiKeyDoor({ database })
  const ada = house.openBrowser()
  await house.signUp(ada)
  house.mailbox.clear()
  const { key, apiKey } = await makeKey(ada)
  const { key: ended, apiKey: other } = await makeKey(ada)
  await admittedBy(house, key)
  await ada.send('DELETE', `${paths.accountApiKeys}/${other.id}`)
  const shown: string[] = []

  for (const secret of [key, ended]) {
    // Slips: the key in the wrong place.
    for (const deviation of [
      { name: secret.repeat(2) },
      { scopes: [secret] },
      { audience: secret },
      { days: secret as never },
      { [secret]: 1 } as never,
    ]) {
      const answer = await askForKey(ada, deviation)
      expect(answer.status).toBe(400)
      // A field that there is not is named to whoever sent it, and to nobody else.
      if (!(secret in deviation)) shown.push(answer.text)
    }
    shown.push((await ada.send('DELETE', `${paths.accountApiKeys}/${secret}`)).text)
    shown.push((await ada.send('DELETE', `${paths.accountSessions}/${secret}`)).text)
    for (const client of [CONFIDENTIAL, PUBLIC]) {
      for (const path of [paths.introspect, paths.token, paths.userinfo]) {
        const answer = await house.post(
          path,
          { token: secret, grant_type: secret, refresh_token: secret },
          client,
        )
        shown.push(await answer.text())
      }
    }
    for (const authorization of [`Bearer ${secret}x`, `Basic ${secret}`, `Token ${secret}`, secret]) {
      const headers = { authorization }
      shown.push(await (await house.latchkey.fetch(new Request(ISSUER + paths.userinfo, { headers }))).text())
      const admission = await house.latchkey.guardFor(API).admit(headers)
      shown.push(JSON.stringify(admission))
    }
  }
  await house.post(paths.revoke, { token: key }, CONFIDENTIAL)
  await outboxSettled(database)
  shown.push(
    (await ada.send('GET', paths.accountApiKeys)).text,
    (await ada.send('GET', paths.accountExport)).text,
  )

  const mails = JSON.stringify(house.mailbox.messages)
  expect(house.mailbox.messages.length).toBeGreaterThan(2)
  const written = [...house.logLines, ...shown, mails, JSON.stringify(await dumpDatabase(database))].join(
    '\n',
  )
  for (const secret of [key, ended])
    for (const part of [secret.slice(0, 15), secret.slice(5, 15), secret.slice(-20), secret.slice(20, 30)])
      expect(written.includes(part), part).toBe(false)
  // The search would have found something: what is no secret is there.
  for (const known of [apiKey.id, key.slice(-4)]) expect(written).toContain(known)
})
