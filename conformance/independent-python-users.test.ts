import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { API } from '../packages/server/test/fixtures/test-latchkey.js'
import { pythonExamples } from './fixtures/python-examples.js'
import { signInAt } from './fixtures/sign-in-at.js'
import { startListeningLatchkey } from './fixtures/start-listening-latchkey.js'
import { canRun, startPythonApi } from './fixtures/start-python-api.js'

// How an API that keeps a table of its own finds people in it: by `sub`, where it knows nobody else.

for (const example of pythonExamples.filter(({ hasDatabase }) => hasDatabase)) {
  describe.skipIf(!canRun(example))(`a Django user for everybody in ${example.name}.py`, () => {
    test('is made at first sight, is the same one next time, and is another for another person', async () => {
      await using latchkey = await startListeningLatchkey()
      await using api = await startPythonApi(example, {
        LATCHKEY_ISSUER: latchkey.issuer,
        API_AUDIENCE: API,
      })
      const [first, again] = [await signInAt(latchkey), await signInAt(latchkey)]
      const other = await signInAt(latchkey, {}, latchkey.provider.people[1])
      // The first requests of somebody may come together.
      const answers = await Promise.all(
        [first, again, first, again].map((token) => api.get('/account', `Bearer ${token}`)),
      )
      for (const answer of answers)
        expect(answer).toEqual({
          status: 200,
          challenge: null,
          body: { id: expect.any(Number), username: decodeJwt(first).sub },
        })
      expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1)
      const { body } = await api.get('/account', `Bearer ${other}`)
      expect(body['username']).toBe(decodeJwt(other).sub)
      expect(body['id']).not.toBe(answers[0]?.body['id'])
      expect(await api.get('/account')).toMatchObject({ status: 401 })
    })
  })
}
