import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import { atOnce, NOW, openStores } from '../fixtures/stores.js'

const EARLIER = NOW - SECOND
const LATER = NOW + SECOND
const FORGOTTEN = NOW + 60 * SECOND
const keys = (subject: string, session: string | null = null) => ({ subject, session })

describe.each(databaseKinds)('ends at providers on $name', (kind) => {
  test('of a person cover what was proved before, and nothing that was proved since', async () => {
    await using stores = await openStores(kind)
    await stores.here.endedOrigins.note({ subject: 'ada', session: null }, NOW, FORGOTTEN)
    const { endedOrigins } = stores.elsewhere
    for (const session of [null, 's']) {
      expect(await endedOrigins.covers(keys('ada', session), EARLIER)).toBe(true)
      expect(await endedOrigins.covers(keys('ada', session), NOW)).toBe(false)
      expect(await endedOrigins.covers(keys('mara', session), EARLIER)).toBe(false)
    }
  })

  test('of a session cover that session whenever it was proved, and no other', async () => {
    await using stores = await openStores(kind)
    const { endedOrigins } = stores.here
    await endedOrigins.note({ subject: null, session: 's' }, NOW, FORGOTTEN)
    expect(await endedOrigins.covers(keys('ada', 's'), LATER)).toBe(true)
    expect(await endedOrigins.covers(keys('ada', 't'), EARLIER)).toBe(false)
    expect(await endedOrigins.covers(keys('ada'), EARLIER)).toBe(false)
  })

  test('of a person and a session cover those two together, and what of the person names no session', async () => {
    await using stores = await openStores(kind)
    const { endedOrigins } = stores.here
    await endedOrigins.note({ subject: 'ada', session: 's' }, NOW, FORGOTTEN)
    expect(await endedOrigins.covers(keys('ada', 's'), LATER)).toBe(true)
    expect(await endedOrigins.covers(keys('ada'), EARLIER)).toBe(true)
    expect(await endedOrigins.covers(keys('ada'), LATER)).toBe(false)
    expect(await endedOrigins.covers(keys('ada', 't'), EARLIER)).toBe(false)
    expect(await endedOrigins.covers(keys('mara', 's'), EARLIER)).toBe(false)
  })

  test('the latest one stays, in whatever order they are noted, and one row for all', async () => {
    await using stores = await openStores(kind)
    await atOnce(20, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).endedOrigins.note(
        { subject: 'ada', session: null },
        NOW + ((index * 7) % 20) * SECOND,
        FORGOTTEN,
      ),
    )
    expect(await stores.here.endedOrigins.covers(keys('ada'), NOW + 18 * SECOND)).toBe(true)
    expect(await stores.here.endedOrigins.covers(keys('ada'), NOW + 19 * SECOND)).toBe(false)
    expect(await countRows(stores.database, 'ended_origins')).toBe(1)
  })

  test('are swept when they are to be forgotten, and not before', async () => {
    await using stores = await openStores(kind)
    await stores.here.endedOrigins.note({ subject: 'ada', session: 's' }, NOW, FORGOTTEN)
    expect(await stores.here.sweep(FORGOTTEN)).toBe(0)
    expect(await stores.here.endedOrigins.covers(keys('ada', 's'), NOW)).toBe(true)
    expect(await stores.here.sweep(FORGOTTEN + 1)).toBe(2)
    expect(await stores.here.endedOrigins.covers(keys('ada', 's'), NOW)).toBe(false)
  })
})
