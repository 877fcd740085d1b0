import type { NewPerson } from '@latchkey/guard'
import { expect, it } from 'vitest'
import { openDatabase } from './open-database.js'
import { createPersonStore } from './person-store.js'

const someone = (deviation: Partial<NewPerson> = {}): NewPerson => {
  const { issuer, subject, claims } = {
    issuer: 'https://a.example/',
    subject: '1',
    claims: { name: 'Mara' },
    ...deviation,
  }
  const userId = `${issuer}|${subject}`
  const lists = { scopes: [], roles: [], permissions: [], amr: [] }
  return { issuer, subject, claims, principal: { userId, issuer, subject, ...lists, expiresAt: 0, claims } }
}

it('who is seen again after a restart is found, as of the first visit', () => {
  const database = openDatabase(':memory:')
  const first = createPersonStore(database, () => 1000).welcome(someone())
  expect(first).toEqual({ id: 'https://a.example/|1', name: 'Mara', firstSeenAt: '1970-01-01T00:00:01.000Z' })
  const restarted = createPersonStore(database, () => 2000)
  expect(restarted.welcome(someone())).toEqual(first)
  expect(restarted.welcome(someone({ claims: {} }))).toEqual(first)
  expect(restarted.welcome(someone({ claims: { name: 'Mara L.' } }))).toEqual({ ...first, name: 'Mara L.' })
  expect(restarted.welcome(someone({ issuer: 'https://b.example/' })).id).toBe('https://b.example/|1')
  database.close()
})
