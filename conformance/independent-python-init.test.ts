import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import type { KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { CSRF_HEADER } from '@latchkey/contract'
import { drfToken } from '@latchkey/server'
import { decodeJwt, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import type { Answers } from '../packages/server/src/init/answers.js'
import { formAtApi } from '../packages/server/src/init/form-at-api.js'
import { writeSnippets } from '../packages/server/src/init/write-snippets.js'
import { freePort } from '../packages/server/test/fixtures/command.js'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import {
  answersWith,
  type StartedStack,
  signInWith,
  startStack,
} from '../packages/server/test/fixtures/init-stacks.js'
import { ROOT_SECRET } from '../packages/server/test/fixtures/test-latchkey.js'
import { openSigningKey } from './fixtures/signing-key.js'
import { keyPairOfAStranger } from './fixtures/stranger.js'

// What `latchkey init` writes for APIs in Python, as it stands, in a process of its own.

const PYTHON = '/usr/bin/python3'

/** What stands around the written files, and the Debian packages it needs. */
const FRAMEWORKS = {
  fastapi: {
    modules: ['fastapi', 'uvicorn', 'jwt', 'cryptography'],
    main: '',
    command: (port: number) => ['-m', 'uvicorn', '--port', String(port), 'latchkey_fastapi:app'],
  },
  django: {
    modules: ['django', 'rest_framework', 'jwt', 'cryptography'],
    main: `import sys
from django.conf import settings
settings.configure(
    SECRET_KEY="of a test", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, INSTALLED_APPS=["rest_framework"],
    REST_FRAMEWORK={
        "UNAUTHENTICATED_USER": None,
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
)
import django
django.setup()
from django.core.management import execute_from_command_line
from django.urls import path
from latchkey_drf import Me
urlpatterns = [path("api/me", Me.as_view())]
if __name__ == "__main__":
    execute_from_command_line(sys.argv)
`,
    command: (port: number) => ['main.py', 'runserver', '--noreload', `127.0.0.1:${port}`],
  },
} as const

const canRun = (modules: readonly string[]): boolean => {
  const missing = modules.filter(
    (module) => spawnSync(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' }).status !== 0,
  )
  if (missing.length > 0)
    console.warn(`SKIPPED: what latchkey init writes for Python did not run; missing: ${missing.join(', ')}`)
  return missing.length === 0
}

interface Forgery {
  readonly header?: Readonly<Record<string, string | undefined>>
  readonly claims?: Readonly<Record<string, unknown>>
  readonly key?: KeyObject
}

type Headers = Readonly<Record<string, string>>

const startApi = async (
  stack: StartedStack,
  answers: Answers & { readonly api: keyof typeof FRAMEWORKS },
) => {
  const { main, command } = FRAMEWORKS[answers.api]
  for (const { side, file, text } of writeSnippets(answers))
    if (side === 'api') await stack.folder.write(`api/${file}`, text)
  await stack.folder.write('api/main.py', main)
  const port = await freePort()
  const child = spawn(PYTHON, command(port), {
    cwd: `${stack.folder.path}/api`,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', LATCHKEY_ISSUER: stack.issuer, ...stack.secrets },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = collect(child)
  const me = async (headers: Headers = {}, method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/me`, { method, headers })
    return {
      status: answer.status,
      challenge: answer.headers.get('www-authenticate'),
      body: (await answer.json()) as unknown,
    }
  }
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  for (let look = 0; !(await me().catch(() => false)); look += 1) {
    if (look > 400 || child.exitCode !== null) {
      await stop()
      throw new Error(`the API does not answer:\n${output()}`)
    }
    await pause(100)
  }
  return { me, output, [Symbol.asyncDispose]: stop }
}

const collect = (child: ChildProcess): (() => string) => {
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  return () => text
}

const FORMS = [
  answersWith({ frontend: 'vue' }),
  answersWith({ frontend: 'next-auth' }),
  answersWith({ frontend: 'django', door: 'drf-token' }),
]

for (const api of Object.keys(FRAMEWORKS) as (keyof typeof FRAMEWORKS)[]) {
  describe.skipIf(!canRun(FRAMEWORKS[api].modules))(
    `what latchkey init writes for ${api}`,
    { timeout: 120_000 },
    () => {
      test.each(FORMS.map((answers) => ({ form: formAtApi(answers), answers: { ...answers, api } })))(
        'knows who signed in by $form, and nobody else',
        async ({ form, answers }) => {
          await using stack = await startStack(answers)
          const { userId, headers, signOut } = await signInWith(stack, answers)
          await using running = await startApi(stack, answers)
          expect(await running.me()).toMatchObject({ status: 401, challenge: 'Bearer' })
          expect(await running.me(headers)).toMatchObject({ status: 200, body: { userId } })
          expect(await running.me(headers, 'POST')).toMatchObject({ status: 200, body: { changed: userId } })

          const [name = '', credential = ''] = Object.entries(headers)[0] ?? []
          for (const forged of [
            `${credential}x`,
            credential.replace(/.$/, '~'),
            `${credential.slice(0, 12)}[[[[`,
          ]) {
            const answer = await running.me({ ...headers, [name]: forged })
            expect(answer).toMatchObject({ status: 401, challenge: 'Bearer error="invalid_token"' })
            expect(JSON.stringify(answer.body)).not.toContain('usr_')
          }
          if (form !== 'jwt') {
            await signOut()
            expect(await running.me(headers)).toMatchObject({ status: 401 })
          }
          const secret = credential.replace(/^\w+[ =]/, '')
          expect(running.output()).not.toContain('Traceback')
          for (const kept of [secret, stack.secrets['API_CLIENT_SECRET'] ?? secret])
            expect(running.output()).not.toContain(kept)
        },
      )

      test('a session cookie moves nothing for a page that is not ours', async () => {
        const answers = { ...answersWith({ frontend: 'vue' }), api }
        await using stack = await startStack(answers)
        const { headers } = await signInWith(stack, answers)
        await using running = await startApi(stack, answers)
        const { cookie = '' } = headers
        const statusOf = async (differing: Headers, method: string) =>
          (await running.me({ cookie, ...differing }, method)).status
        const token = { [CSRF_HEADER]: headers[CSRF_HEADER] ?? '' }
        const ours = { origin: answers.app }
        expect(await statusOf({ ...ours, ...token }, 'POST')).toBe(200)
        expect(await statusOf({ ...token, 'sec-fetch-site': 'same-origin' }, 'POST')).toBe(200)
        expect(await statusOf({ 'sec-fetch-site': 'cross-site' }, 'GET')).toBe(200) // a link from anywhere
        expect(await statusOf({ origin: 'http://evil.example' }, 'GET')).toBe(403)
        expect(await statusOf({ ...token, origin: 'http://evil.example' }, 'POST')).toBe(403)
        expect(await statusOf({ ...token, origin: 'null' }, 'POST')).toBe(403)
        expect(await statusOf({ ...token, 'sec-fetch-site': 'same-site' }, 'POST')).toBe(403)
        expect(await statusOf(ours, 'POST')).toBe(403)
        expect(await statusOf({ ...ours, [CSRF_HEADER]: 'x' }, 'POST')).toBe(403)
        expect(await statusOf({ cookie: `${cookie}; latchkey=planted` }, 'GET')).toBe(400)
        expect(await statusOf({ cookie: '' }, 'GET')).toBe(401)
      })

      test('a token or cookie for another API, or none that can be asked about, lets nobody in', async () => {
        for (const answers of FORMS.map((form) => ({ ...form, api }))) {
          await using stack = await startStack(answers, { audiences: ['http://localhost:9999'] })
          const { headers } = await signInWith(stack, answers)
          await using running = await startApi(stack, answers)
          expect(await running.me(headers)).toMatchObject({ status: 401 })
        }
      })

      test('a server that is down is an outage, not a refusal', async () => {
        for (const answers of FORMS.map((form) => ({ ...form, api }))) {
          await using stack = await startStack(answers)
          const { headers } = await signInWith(stack, answers)
          const nowhere = `http://127.0.0.1:${await freePort()}`
          await using running = await startApi({ ...stack, issuer: nowhere }, answers)
          expect(await running.me(headers)).toMatchObject({ status: 503 })
          expect(running.output()).not.toContain('Traceback')
        }
      })

      test('an access token that is genuine in all but one thing is refused', async () => {
        const answers = { ...answersWith({ frontend: 'next-auth' }), api }
        const database = await databaseKinds[0]?.create()
        if (database === undefined) throw new Error('no kind of database')
        await using stack = await startStack(answers, { database: database.url, secrets: [ROOT_SECRET] })
        const honest =
          (await signInWith(stack, answers)).headers['authorization']?.slice('Bearer '.length) ?? ''
        const { kid, privateKey } = await openSigningKey(database)
        await using running = await startApi(stack, answers)
        const statusOf = async ({ header = {}, claims = {}, key = privateKey }: Forgery): Promise<number> => {
          const token = await new SignJWT({ ...decodeJwt(honest), ...claims })
            .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header })
            .sign(key)
          return (await running.me({ authorization: `Bearer ${token}` })).status
        }
        expect(await statusOf({})).toBe(200)
        const past = Math.floor(Date.now() / 1_000) - 100
        for (const forgery of [
          { header: { typ: 'JWT' } },
          { header: { typ: undefined } },
          { header: { kid: 'another' } },
          { key: keyPairOfAStranger('ES256').privateKey },
          { claims: { iss: `${stack.issuer}/` } },
          { claims: { aud: `${answers.apiUrl}0` } },
          { claims: { iat: past - 600, exp: past } },
          { claims: { nbf: past + 300 } },
          ...['aud', 'exp', 'iat', 'sub', 'client_id', 'jti', 'iss'].map((name) => ({
            claims: { [name]: undefined },
          })),
        ])
          expect([forgery, await statusOf(forgery)]).toEqual([forgery, 401])
        const [, claims = ''] = honest.split('.')
        const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt', kid })).toString('base64url')
        for (const token of [`${none}.${claims}.`, `${'['.repeat(9_000)}.x.y`, '..', ''])
          expect((await running.me({ authorization: `Bearer ${token}` })).status).toBe(401)
        expect(running.output()).not.toContain('Traceback')
        await database.drop()
      })

      test('a token in the place of a cookie lets nobody in, nor does a cookie in the place of a token', async () => {
        const byCookie = { ...answersWith({ frontend: 'vue' }), api }
        const byToken = { ...answersWith({ frontend: 'django', door: 'drf-token' }), api }
        await using one = await startStack(byCookie, { doors: [drfToken({ prefix: '/api' })] })
        await using cookieApi = await startApi(one, byCookie)
        const token = (await signInWith(one, byToken)).headers['authorization']?.replace('Token ', '')
        expect(await cookieApi.me({ cookie: `latchkey=${token}` })).toMatchObject({ status: 401 })

        await using two = await startStack(byToken)
        await using tokenApi = await startApi(two, byToken)
        const cookie = (await signInWith(two, byCookie)).headers['cookie']?.replace('latchkey=', '')
        expect(await tokenApi.me({ authorization: `Token ${cookie}` })).toMatchObject({ status: 401 })
      })

      test('the secret of the API follows no redirect', async () => {
        const answers = { ...answersWith({ frontend: 'vue' }), api }
        const asked: { readonly path: string; readonly authorization: string | undefined }[] = []
        const elsewhere = createServer((request, response) => {
          const { url = '', headers } = request
          asked.push({ path: url, authorization: headers.authorization })
          response.writeHead(302, { location: '/elsewhere' }).end()
        }).listen(0, '127.0.0.1')
        await once(elsewhere, 'listening')
        const address = elsewhere.address()
        const port = typeof address === 'object' ? address?.port : undefined
        await using stack = await startStack(answers)
        await using running = await startApi({ ...stack, issuer: `http://127.0.0.1:${port}` }, answers)
        expect(await running.me({ cookie: 'latchkey=lkck_x' })).toMatchObject({ status: 503 })
        expect(asked).toEqual([
          { path: '/oauth/introspect', authorization: expect.stringMatching(/^Basic /) },
        ])
        elsewhere.closeAllConnections()
        await new Promise((done) => elsewhere.close(done))
      })
    },
  )
}
