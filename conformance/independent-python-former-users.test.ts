import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API } from '../packages/server/test/fixtures/test-latchkey.js'
import { pythonExamples } from './fixtures/python-examples.js'
import { signInAt } from './fixtures/sign-in-at.js'
import { importPerson, signInAtDjangoDoor, withDjangoDoor } from './fixtures/sign-in-at-django-door.js'
import { type ListeningLatchkey, startListeningLatchkey } from './fixtures/start-listening-latchkey.js'
import { canRun, type PythonApi, startPythonApi } from './fixtures/start-python-api.js'

// People who were imported have rows already, which foreign keys point at: they are found by `user_id`, and nobody is made anew.

const ROWS = [
  { id: 41, username: 'ada' },
  { id: 43, username: 'linus', is_active: false },
]
const UUID = '6b0b2d0a-34a7-4f3e-9a83-0a2a4a0a6c11'

for (const example of pythonExamples.filter(({ hasDatabase }) => hasDatabase)) {
  describe.skipIf(!canRun(example))(`people of a former backend in ${example.name}.py`, () => {
    let latchkey: ListeningLatchkey
    let api: PythonApi
    const settings = () => ({
      LATCHKEY_ISSUER: latchkey.issuer,
      API_AUDIENCE: API,
      LATCHKEY_USER_ID_CLAIM: 'user_id',
    })
    beforeAll(async () => {
      latchkey = await startListeningLatchkey(withDjangoDoor)
      await importPerson(latchkey, { id: '41', username: 'ada' })
      await importPerson(latchkey, { id: '42', username: 'grace' })
      await importPerson(latchkey, { id: '43', username: 'linus' })
      await importPerson(latchkey, { id: UUID, username: 'margaret' })
      api = await startPythonApi(example, settings(), ROWS)
    })
    afterAll(async () => {
      await api?.[Symbol.asyncDispose]()
      await latchkey?.[Symbol.asyncDispose]()
    })
    const account = async (username: string, at = api) =>
      at.get('/account', `Bearer ${await signInAtDjangoDoor(latchkey, username)}`)

    test('somebody who was imported is the Django user they were', async () => {
      expect(await account('ada')).toEqual({
        status: 200,
        challenge: null,
        body: { id: 41, username: 'ada' },
      })
    })

    test('a view without a row knows them by the same key, and tells their sub', async () => {
      const token = await signInAtDjangoDoor(latchkey, 'ada')
      expect(decodeJwt(token)).toMatchObject({ user_id: 41, token_type: 'access' })
      const { body } = await api.get('/me', `Bearer ${token}`)
      expect(body).toMatchObject({ sub: decodeJwt(token).sub })
      expect(await api.get('/todos', `Bearer ${token}`)).toMatchObject({
        status: 200,
        body: { todos_of: 41 },
      })
    })

    test.each([
      ['whose row is not there', 'grace'],
      ['whose row is inactive', 'linus'],
      ['whose key is of another kind than those of the table', 'margaret'],
    ])('somebody %s is refused, and gets no row', async (_, username) => {
      for (let time = 0; time < 2; time += 1) {
        expect(await account(username)).toMatchObject({
          status: 401,
          challenge: expect.stringMatching(/^Bearer/),
        })
      }
      expect(api.output()).not.toContain('Traceback')
    })

    test('a token without user_id is refused: nobody becomes a user called usr_…', async () => {
      const token = await signInAt(latchkey)
      expect(decodeJwt(token)).not.toHaveProperty('user_id')
      for (const path of ['/account', '/me'])
        expect(await api.get(path, `Bearer ${token}`)).toMatchObject({ status: 401 })
      expect(api.output()).not.toContain('Traceback')
    })

    test('who has no row gets one under their own key, once the API is told to', async () => {
      await using told = await startPythonApi(example, { ...settings(), LATCHKEY_CREATES_USERS: 'yes' }, ROWS)
      expect((await account('ada', told)).body).toEqual({ id: 41, username: 'ada' })
      for (let time = 0; time < 2; time += 1) {
        expect((await account('grace', told)).body).toEqual({
          id: 42,
          username: expect.stringMatching(/^usr_/),
        })
      }
      for (const refused of ['linus', 'margaret'])
        expect(await account(refused, told)).toMatchObject({ status: 401 })
      expect(told.output()).not.toContain('Traceback')
    })

    test('by sub, an API that is told to make nobody lets in whoever has a row already', async () => {
      const sub = String(decodeJwt(await signInAtDjangoDoor(latchkey, 'ada')).sub)
      const bySub = { ...settings(), LATCHKEY_USER_ID_CLAIM: 'sub', LATCHKEY_CREATES_USERS: 'no' }
      await using strict = await startPythonApi(example, bySub, [{ id: 7, username: sub }])
      expect((await account('ada', strict)).body).toEqual({ id: 7, username: sub })
      expect(await account('grace', strict)).toMatchObject({ status: 401 })
    })
  })
}
