import { pbkdf2Sync } from 'node:crypto'
import { expect, test } from 'vitest'
import { checkDatabase } from '../../src/configuration/check-environment.js'
import { openStorage } from '../../src/storage/sql/open-database.js'
import { databaseKinds } from '../fixtures/databases.js'
import { importFrom } from '../fixtures/imports.js'
import { refusalOf } from '../fixtures/test-browser.js'
import { startTestBrowserDoor } from '../fixtures/test-browser-door.js'

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const django = (password: string): string =>
  `pbkdf2_sha256$1000$sea$${pbkdf2Sync(password, 'sea', 1_000, 32, 'sha256').toString('base64')}`

test.each(databaseKinds)(
  'people who were imported into $name beside a running server sign in as they always did',
  async (kind) => {
    await using database = await kind.create()
    await using door = await startTestBrowserDoor({ database })
    const storage = openStorage(
      checkDatabase(database.url, () => {}),
      silent,
    )
    try {
      const people = [
        {
          id: 1,
          username: 'Ada',
          email: 'ada@example.com',
          email_verified: true,
          password_hash: django('of Ada'),
        },
        { id: 2, username: 'bob', email: 'Bob@example.com', password_hash: django('of Bob') },
        { id: 3, username: 'eve', email: 'ADA@example.com', password_hash: django('of Eve') },
        { id: 4, username: 'off', password_hash: django('of Off'), suspended: true },
      ]
      await importFrom(storage, 'ndjson', { text: people.map((person) => JSON.stringify(person)).join('\n') })
    } finally {
      await storage.close()
    }
    const signIn = (email: string, password: string) => door.signIn(door.openBrowser(), { email, password })
    for (const [name, password] of [
      ['ada@example.com', 'of Ada'],
      ['Ada', 'of Ada'],
      ['ada', 'of Ada'],
      ['Bob@example.com', 'of Bob'],
      ['bob@EXAMPLE.com', 'of Bob'],
      ['eve', 'of Eve'],
    ] as const)
      expect((await signIn(name, password)).status, name).toBe(200)
    // An address belongs to whoever has proved it.
    expect(refusalOf(await signIn('ADA@example.com', 'of Eve')).reason).toBe('credentials_wrong')
    expect(refusalOf(await signIn('bob', 'of Ada')).reason).toBe('credentials_wrong')
    expect(refusalOf(await signIn('off', 'of Off')).reason).toBe('user_suspended')
  },
)
