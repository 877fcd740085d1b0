import { djRestAuth } from '@latchkey/server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import {
  addFormerPerson,
  askDoor,
  startDjangoDoor,
} from '../packages/server/test/fixtures/test-django-door.js'

// A username is a way in. Nobody takes one from another, neither by capital letters nor by being quick.

const HASH = 'pbkdf2_sha256$1000$seasalt$YIWkt6M1JFXrHg5s0jZjBSc7C2Cz6QvchSJ0h8Y+i7c='

describe.each(databaseKinds)('a username on $name', (kind) => {
  const start = async () => {
    const database = await kind.create()
    const house = await startDjangoDoor([djRestAuth({ prefix: '/api/auth' })], { database })
    onTestFinished(async () => {
      await house[Symbol.asyncDispose]()
      await database.drop()
    })
    const logIn = async (username: string) => {
      const { body } = await askDoor(house, '/api/auth/login/', { body: { username, password: 'password' } })
      return body as { access: string; user: { username: string } }
    }
    const rename = (access: string, username: string) =>
      askDoor(house, '/api/auth/user/', {
        method: 'PATCH',
        body: { username },
        headers: { authorization: `Bearer ${access}` },
      })
    return { house, logIn, rename }
  }

  it.each(['alice', 'ALICE', 'aliCe'])(
    '%s is taken while somebody is Alice, who types alice',
    async (wanted) => {
      const { house, logIn, rename } = await start()
      await addFormerPerson(house, { id: '1', username: 'Alice', passwordHash: HASH })
      await addFormerPerson(house, { id: '2', username: 'mallory', passwordHash: HASH })
      expect(await logIn('alice')).toMatchObject({ user: { username: 'Alice' } })
      const { access } = await logIn('mallory')
      expect(await rename(access, wanted)).toMatchObject({ status: 400 })
      expect(await logIn('alice')).toMatchObject({ user: { username: 'Alice' } })
    },
  )

  it('that many want in one moment is one person’s, and the others hear so', async () => {
    const { house, logIn, rename } = await start()
    const tokens: string[] = []
    for (let id = 1; id <= 12; id += 1) {
      await addFormerPerson(house, { id: String(id), username: `p${id}`, passwordHash: HASH })
      tokens.push((await logIn(`p${id}`)).access)
    }
    const answers = await Promise.all(tokens.map((access) => rename(access, 'ceo')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(400)])
  })
})
