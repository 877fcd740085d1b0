import type { Server } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { Answers } from '../../src/init/answers.js'
import { writeSnippets } from '../../src/init/write-snippets.js'
import {
  answersWith,
  type StackFolder,
  signInWith,
  startStack,
  withEnvironment,
} from '../fixtures/init-stacks.js'

/** How each framework serves what was written, as its own documentation has it. */
const STARTS = {
  express: `import { createServer } from 'node:http'
    import { app } from './latchkey-route.js'
    export const start = async () => createServer(app)`,
  fastify: `import { app } from './latchkey-route.js'
    export const start = async () => { await app.ready(); return app.server }`,
  hono: `import { createAdaptorServer } from '@hono/node-server'
    import { app } from './latchkey-route.js'
    export const start = async () => createAdaptorServer({ fetch: app.fetch })`,
  koa: `import { createServer } from 'node:http'
    import { app } from './latchkey-route.js'
    export const start = async () => createServer(app.callback())`,
  nest: `import 'reflect-metadata'
    import { NestFactory } from '@nestjs/core'
    import { AppModule } from './latchkey-route.js'
    export const start = async () => {
      const app = await NestFactory.create(AppModule, { logger: false })
      await app.init()
      return app.getHttpServer()
    }`,
  next: `import { createAdaptorServer } from '@hono/node-server'
    import { NextRequest } from 'next/server.js'
    import { GET } from './app/api/me/route.ts'
    const fetch = (request) => GET(new NextRequest(request.url, { headers: request.headers }), {})
    export const start = async () => createAdaptorServer({ fetch })`,
} as const

/** The API listens on a port of its own. */
const startApi = async (folder: StackFolder, api: keyof typeof STARTS, answers: Answers) => {
  for (const { side, file, text } of writeSnippets({ ...answers, api }))
    if (side === 'api') await folder.write(file, text)
  await folder.write('start.ts', STARTS[api])
  const { start } = (await folder.load('start.ts')) as { start: () => Promise<Server> }
  const server = await start()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    me: async (headers: Readonly<Record<string, string>> = {}) => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/me`, { headers })
      return { status: answer.status, body: (await answer.json()) as unknown }
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

describe.each([
  { form: 'a session cookie', answers: answersWith({ frontend: 'vue' }) },
  { form: 'an access token of NextAuth', answers: answersWith({ frontend: 'next-auth' }) },
  { form: 'a DRF token', answers: answersWith({ frontend: 'django', door: 'drf-token' }) },
])('an API as it was written, with $form', { timeout: 120_000 }, ({ answers }) => {
  test.each(Object.keys(STARTS) as (keyof typeof STARTS)[])(
    '%s knows who signed in, and nobody else',
    async (api) => {
      await using stack = await startStack({ ...answers, api })
      const { userId, headers } = await signInWith(stack, answers)
      const environment = { LATCHKEY_ISSUER: stack.issuer, ...stack.secrets }
      await using running = await withEnvironment(environment, () => startApi(stack.folder, api, answers))
      expect(await running.me()).toMatchObject({ status: 401, body: { reason: 'token_missing' } })
      expect(await running.me(headers)).toEqual({ status: 200, body: { userId } })
      const forged = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, value.replace(/.$/, '~')]),
      )
      expect((await running.me(forged)).status).toBeGreaterThanOrEqual(401)
    },
  )
})

test('a page of somebody else makes no request with the session cookie', async () => {
  const answers = answersWith({ frontend: 'react' })
  await using stack = await startStack(answers)
  const { headers } = await signInWith(stack, answers)
  const environment = { LATCHKEY_ISSUER: stack.issuer, ...stack.secrets }
  await using running = await withEnvironment(environment, () => startApi(stack.folder, 'express', answers))
  expect(await running.me({ ...headers, origin: 'http://evil.example' })).toMatchObject({
    status: 403,
    body: { reason: 'csrf_origin_refused' },
  })
})
