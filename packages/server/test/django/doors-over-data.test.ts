import { djangoSession, djRestAuth, drfToken, fastapiTokens } from '@latchkey/server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { addFormerPerson, askDoor, startDjangoDoor } from '../fixtures/test-django-door.js'
import { ISSUER } from '../fixtures/test-latchkey.js'

const KEY = 'django-insecure-0123456789abcdefghijklmnopqrstuvwxyz'

describe.each(databaseKinds)('doors over the data that is there, on $name', (kind) => {
  const openDatabase = async () => {
    const database = await kind.create()
    onTestFinished(() => database.drop())
    return database
  }

  it.each([
    ['7', 'uuid', 'integer'],
    ['248416c9-aa97-4514-bb2a-87237c94eafb', 'integer', 'uuid'],
  ] as const)('where somebody is %s, doors that give an %s are refused at start', async (id, other, own) => {
    const database = await openDatabase()
    const first = await startDjangoDoor([djRestAuth({ userIds: own })], { database })
    await addFormerPerson(first, { id, username: 'ada' })
    await first[Symbol.asyncDispose]()
    const starting = startDjangoDoor([djRestAuth({ userIds: other })], { database })
    await expect(starting).rejects.toThrow(`userIds: '${own}'`)
    const again = await startDjangoDoor([djRestAuth({ userIds: own })], { database })
    await again[Symbol.asyncDispose]()
  })

  it('two doors at one address are refused at start', async () => {
    const database = await openDatabase()
    const starting = startDjangoDoor([djRestAuth({ prefix: '/api' }), djRestAuth({ prefix: '/api' })], {
      database,
    })
    await expect(starting).rejects.toThrow('two of them answer at /api/login/')
  })

  it.each(['', '/v1'])('all four stand side by side, with one of them below %j', async (prefix) => {
    const doors = [
      drfToken(),
      djRestAuth({ prefix: '/api/auth' }),
      fastapiTokens({ prefix }),
      djangoSession(),
    ]
    const house = await startDjangoDoor(doors, { database: await openDatabase() })
    onTestFinished(() => house[Symbol.asyncDispose]())
    for (const path of [`${prefix}/health`, '/health'])
      expect(await askDoor(house, path)).toMatchObject({ status: 200, body: { status: 'ok' } })
  })

  it('the log says at start that the last day of a former key has passed', async () => {
    const startAt = Date.UTC(2026, 11, 22)
    const until = (day: string) => [djRestAuth({ former: { key: KEY, until: day } })]
    for (const [day, isPast] of [
      ['2026-12-21', true],
      ['2026-12-22', false],
    ] as const) {
      const house = await startDjangoDoor(until(day), { database: await openDatabase(), startAt })
      onTestFinished(() => house[Symbol.asyncDispose]())
      expect(house.logLines.some((line) => line.includes('last day of a former key'))).toBe(isPast)
    }
  })

  it('sign-ins that come from a server of the frontend count by account, others by network too', async () => {
    const doors = [fastapiTokens({ frontendServers: ['192.0.2.10', '2001:db8::10'] })]
    const house = await startDjangoDoor(doors, { database: await openDatabase() })
    onTestFinished(() => house[Symbol.asyncDispose]())
    const guess = async (remoteAddress: string, username: string): Promise<number> => {
      const body = JSON.stringify({ username, password: 'a guess' })
      const headers = { 'content-type': 'application/json' }
      const request = new Request(`${ISSUER}/users/login/`, { method: 'POST', headers, body })
      return (await house.latchkey.fetch(request, { remoteAddress })).status
    }
    const guessAtMany = async (remoteAddress: string): Promise<ReadonlySet<number>> => {
      const seen = new Set<number>()
      for (let person = 0; person < 60; person += 1)
        seen.add(await guess(remoteAddress, `${remoteAddress}-${person}`))
      return seen
    }
    expect(await guessAtMany('192.0.2.11')).toContain(429)
    expect(await guessAtMany('192.0.2.10')).toEqual(new Set([401]))
    expect(await guessAtMany('2001:db8::10')).toEqual(new Set([401]))
    let attempts = 0
    while ((await guess('192.0.2.10', 'ada')) === 401 && attempts < 120) attempts += 1
    expect(attempts).toBe(100)
  })
})
