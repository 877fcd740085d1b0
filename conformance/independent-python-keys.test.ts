import { paths } from '@latchkey/contract'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API } from '../packages/server/test/fixtures/test-latchkey.js'
import { pythonExamples } from './fixtures/python-examples.js'
import { signInAt } from './fixtures/sign-in-at.js'
import { rotateSigningKeyOf } from './fixtures/signing-key.js'
import { type ListeningLatchkey, startListeningLatchkey } from './fixtures/start-listening-latchkey.js'
import { canRun, type PythonApi, startPythonApi } from './fixtures/start-python-api.js'
import { keyPairOfAStranger } from './fixtures/stranger.js'

// How APIs in Python come by the keys of the server, and what a stranger can make them do for it.

for (const example of pythonExamples) {
  describe.skipIf(!canRun(example))(
    `to examples/python-apis/${example.name}.py the keys of the server`,
    () => {
      let latchkey: ListeningLatchkey
      let api: PythonApi
      beforeAll(async () => {
        latchkey = await startListeningLatchkey()
        api = await startPythonApi(example, { LATCHKEY_ISSUER: latchkey.issuer, API_AUDIENCE: API })
      })
      afterAll(async () => {
        await api?.[Symbol.asyncDispose]()
        await latchkey?.[Symbol.asyncDispose]()
      })
      const fetches = () => latchkey.calls.filter((path) => path === paths.jwks).length
      const me = (token: string) => api.get('/me', `Bearer ${token}`)

      // One story: each test begins where the one before ended.
      test('are fetched once, however many tokens are checked', async () => {
        for (let time = 0; time < 5; time += 1) {
          expect(await me(await signInAt(latchkey))).toMatchObject({ status: 200 })
        }
        expect(fetches()).toBe(1)
      })

      test('are found after a rotation, without a restart of the API', async () => {
        const before = await signInAt(latchkey)
        const { kid } = await rotateSigningKeyOf(latchkey.database, 'ES256')
        await latchkey.restart()
        const after = await signInAt(latchkey)
        expect(decodeProtectedHeader(after)).toMatchObject({ kid })
        expect(await me(after)).toMatchObject({ status: 200 })
        expect(await me(before)).toMatchObject({ status: 200 })
        expect(fetches()).toBe(2)
      })

      test('are not asked for at every kid a stranger makes up', async () => {
        const before = fetches()
        const { privateKey } = keyPairOfAStranger('ES256')
        const claims = decodeJwt(await signInAt(latchkey))
        const attempts = 40
        for (let attempt = 0; attempt < attempts; attempt += 1) {
          const header = { alg: 'ES256', typ: 'at+jwt', kid: `made-up-${attempt}` }
          expect(
            await me(await new SignJWT(claims).setProtectedHeader(header).sign(privateKey)),
          ).toMatchObject({
            status: 401,
          })
        }
        expect(fetches()).toBeGreaterThan(before)
        expect(fetches() - before).toBeLessThan(attempts / 4)
      })

      test('serve on while the server cannot be reached', async () => {
        const token = await signInAt(latchkey)
        await latchkey[Symbol.asyncDispose]()
        expect(await me(token)).toMatchObject({ status: 200 })
      })

      test('that cannot be fetched at all are no fault of who asks', async () => {
        const { issuer } = latchkey
        await using alone = await startPythonApi(example, { LATCHKEY_ISSUER: issuer, API_AUDIENCE: API })
        const { privateKey } = keyPairOfAStranger('ES256')
        const token = await new SignJWT({ sub: 'usr_1' })
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'any' })
          .sign(privateKey)
        for (let time = 0; time < 2; time += 1)
          expect(await alone.get('/me', `Bearer ${token}`)).toMatchObject({ status: 503 })
      })
    },
  )
}
