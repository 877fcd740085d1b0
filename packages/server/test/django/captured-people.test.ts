import { drfTokenWire } from '@latchkey/guard'
import { type DoorConfiguration, djangoSession, djRestAuth, drfToken, fastapiTokens } from '@latchkey/server'
import { afterEach, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { captured, hasCaptures, importFrom } from '../fixtures/imports.js'
import { openOn } from '../fixtures/stores.js'
import { askDoor, startDjangoDoor } from '../fixtures/test-django-door.js'
import { API, ISSUER, type TestLatchkey } from '../fixtures/test-latchkey.js'

const PASSWORD = 'Passw0rd!x'

describe.skipIf(!hasCaptures).each(databaseKinds)(
  'people of a captured backend, moved over on $name',
  (kind) => {
    const open: AsyncDisposable[] = []
    afterEach(async () => {
      for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
    })

    /** A database into which `latchkey import django` has brought a captured one, and the door of its frontend. */
    const moveOver = async (name: string, door: DoorConfiguration): Promise<TestLatchkey> => {
      const database: TestDatabase = await kind.create()
      open.push({ [Symbol.asyncDispose]: () => database.drop() })
      const storage = openOn(database)
      await storage.migrate(Date.now())
      const done = await importFrom(storage, 'django', { from: captured(name), now: Date.now() })
      await storage.close()
      expect(done.report.people.imported).toBe(done.report.people.read)
      const house = await startDjangoDoor([door], { database })
      open.push(house)
      return house
    }

    it('of article 000: the tokens they had open the API, and are refused once they are ended', async () => {
      const house = await moveOver('000', drfToken())
      const guard = house.latchkey.guardFor(API, { wire: drfTokenWire() })
      const ask = (token: string) => guard.admit({ authorization: [`Token ${token}`] })
      const [first, second] = [
        'aa048cf8907cdfd729ea80366a473f0fc28dfd4d',
        'e77936832b7628cc927e329db4f6b8f762f729ce',
      ]
      expect([(await ask(first)).admitted, (await ask(second)).admitted]).toEqual([true, true])
      expect((await ask('9bf54a81cd289ff2f106f8c2b0414fa0fa30095a')).admitted).toBe(false)
    })

    it('of article 001: username and password sign them in, under the UUID they had', async () => {
      const house = await moveOver('001', djRestAuth({ prefix: '/api/auth', userIds: 'uuid' }))
      for (const username of ['existing', 'admin']) {
        const body = { username, password: PASSWORD }
        expect(await askDoor(house, '/api/auth/login/', { body }), username).toMatchObject({
          status: 200,
          body: { user: { pk: expect.stringMatching(/^[0-9a-f-]{36}$/), username } },
        })
      }
    })

    it('of article 001: who came by Google comes by Google, to the account they had', async () => {
      const house = await moveOver('001', djRestAuth({ prefix: '/api/auth', userIds: 'uuid' }))
      const idToken = await house.idToken(undefined, {
        sub: '1001',
        email: 'alice@example.com',
        email_verified: true,
      })
      expect(
        await askDoor(house, '/api/social/login/google/', { body: { id_token: idToken } }),
      ).toMatchObject({
        status: 200,
        body: { user: { pk: '248416c9-aa97-4514-bb2a-87237c94eafb', username: 'alice2' } },
      })
    })

    it('of article 002: they sign in as they wrote their address, and who was inactive does not', async () => {
      const house = await moveOver('002', fastapiTokens())
      const logIn = (username: string) =>
        askDoor(house, '/users/login/', { body: { username, password: PASSWORD } })
      expect(await logIn('admin@example.com')).toMatchObject({
        status: 200,
        body: { user: { id: 1, first_name: 'Ad', last_name: 'Min', is_superuser: true } },
      })
      expect(await logIn('Mixed@example.com')).toMatchObject({ status: 200, body: { user: { id: 3 } } })
      expect(await logIn('off@example.com')).toMatchObject({ status: 401 })
    })

    it('of article 004: they sign in, and are who they were', async () => {
      const house = await moveOver('004', djangoSession())
      const logIn = async (email: string, password: string) => {
        const opened = await askDoor(house, '/api/login-set-cookie/')
        const csrf = /csrftoken=(\w+)/.exec(opened.setCookies.join())?.[1] ?? ''
        const headers = { cookie: `csrftoken=${csrf}`, 'x-csrftoken': csrf, origin: ISSUER }
        const answer = await askDoor(house, '/api/login/', { body: { email, password }, headers })
        const key = /sessionid=(\w+)/.exec(answer.setCookies.join())?.[1]
        if (key === undefined) return answer
        return askDoor(house, '/api/users/profile/', { headers: { cookie: `sessionid=${key}` } })
      }
      expect((await logIn('admin@company.com', 'password')).body).toEqual({
        id: 1,
        email: 'admin@company.com',
        is_staff: true,
        is_superuser: true,
      })
      expect(await logIn('existing@example.com', PASSWORD)).toMatchObject({ status: 200, body: { id: 2 } })
      expect(await logIn('off@example.com', PASSWORD)).toMatchObject({ status: 400 })
    })
  },
)
