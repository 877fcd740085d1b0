import { createServer } from 'node:http'
import { initTRPC } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { expect, expectTypeOf, it } from 'vitest'
import { type Answer, describeAdapter, type Guards, type Known } from '../../test/adapter-rules.js'
import { createProver } from '../../test/prover.js'
import { overFetch, overHttp } from '../../test/send.js'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import { type PresentedContext, presentedContext, protect, refusalBehind, responseMeta } from './trpc.js'

function optionsOf({ guard, broken, noting, described }: Guards) {
  const t = initTRPC.context<PresentedContext>().create({
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      data: { ...shape.data, refusal: refusalBehind(error)?.body },
    }),
  })
  const router = t.router({
    todos: t.procedure
      .use(protect(guard, { scopes: ['todos:read'], permissions: ['todos.list'] }))
      .query(({ ctx }) => {
        expectTypeOf(ctx.principal).toEqualTypeOf<Known>()
        return { user: ctx.principal.user.id }
      }),
    hello: t.procedure.use(protect(guard, { mode: 'optional' })).query(({ ctx }) => {
      expectTypeOf(ctx.principal).toEqualTypeOf<Known | undefined>()
      return { user: ctx.principal?.user.id ?? null }
    }),
    broken: t.procedure.use(protect(broken)).query(() => 'in'),
    'handler-bug': t.procedure.use(protect(guard)).query(() => {
      throw new RangeError('a bug in a handler')
    }),
    nested: t.procedure
      .use(protect(described))
      .use(protect(described, { scopes: ['todos:read'] }))
      .query(({ ctx }) => ({ user: ctx.principal.user.id })),
    mounted: { noting: t.procedure.use(protect(noting)).query(() => 'noted') },
  })
  return { router, createContext: presentedContext, responseMeta }
}

/** Calls procedures by the paths of the rules, and looks into what tRPC has wrapped. */
const unwrapped = (app: Awaited<ReturnType<typeof overHttp>>) => ({
  ...app,
  send: async (path: string, headers?: Record<string, string | string[]>): Promise<Answer> => {
    const answer = await app.send(path.replace('/mounted/', '/mounted.'), headers)
    expect(answer.headers['content-type']).toBe('application/json')
    const { result, error } = JSON.parse(answer.body)
    return { ...answer, body: JSON.stringify(result?.data ?? error.data.refusal ?? error) }
  },
})

// The server around it answers what the API says of itself.
const onlyCalls = { saysMetadata: false }

describeAdapter(
  'tRPC (node)',
  async (guards) => unwrapped(await overHttp(createServer(createHTTPHandler(optionsOf(guards))))),
  onlyCalls,
)

describeAdapter(
  'tRPC (fetch)',
  async (guards) => {
    const options = { ...optionsOf(guards), endpoint: '' }
    return unwrapped(await overFetch((req) => fetchRequestHandler({ ...options, req })))
  },
  onlyCalls,
)

it('the calls of one batch share the proof of their request, and another batch needs another', async () => {
  const signer = await createSigner()
  const prover = await createProver()
  const uses: string[] = []
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
    dpop: {
      origins: ['https://api.example.com'],
      // A memory elsewhere: calls of a batch run while it is asked.
      replays: {
        spendOnce: async (proof) => {
          const isFirst = !uses.includes(proof)
          uses.push(proof)
          return isFirst
        },
      },
    },
  })
  const t = initTRPC.context<PresentedContext>().create()
  const mine = t.procedure.use(protect(guard)).query(({ ctx }) => ctx.principal.userId)
  const router = t.router({
    one: mine,
    two: mine,
    three: t.procedure.use(protect(guard, { scopes: ['admin'] })).query(() => 'in'),
  })
  const handler = createHTTPHandler({ router, createContext: presentedContext, responseMeta })
  const { send, close } = await overHttp(createServer(handler))
  const token = await signer.token({ claims: { cnf: { jkt: prover.thumbprint } } })
  const claims = { htu: 'https://api.example.com/one,two,three' }
  const headers = { authorization: `DPoP ${token}`, dpop: await prover.proof(token, { claims }) }
  const batch = async () => {
    const { body } = await send('/one,two,three?batch=1', headers)
    return JSON.parse(body).map((call: { result?: { data: string }; error?: { data: { code: string } } }) =>
      call.result === undefined ? call.error?.data.code : 'answered',
    )
  }
  expect(await batch()).toEqual(['answered', 'answered', 'FORBIDDEN'])
  expect(uses).toHaveLength(1)
  expect(await batch()).toEqual(['UNAUTHORIZED', 'UNAUTHORIZED', 'UNAUTHORIZED'])
  await close()
})

it('a refused call has the code of tRPC, the sentence of the refusal and the reason in its cause', async () => {
  const t = initTRPC.context<PresentedContext>().create()
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE })
  const router = t.router({ secret: t.procedure.use(protect(guard)).query(() => 'in') })
  const caller = router.createCaller({ presented: {} })
  await expect(caller.secret()).rejects.toMatchObject({
    name: 'TRPCError',
    code: 'UNAUTHORIZED',
    message: expect.stringMatching(/^[A-Z].*\.$/),
    cause: { message: 'token_missing', refusal: { status: 401 } },
  })
})

it('of an error of another kind nothing is behind it, and nothing is told', () => {
  const error = { cause: new RangeError('a bug') }
  expect(refusalBehind(error)).toBeUndefined()
  expect(responseMeta({ errors: [error] })).toEqual({ headers: {} })
})

it('a senseless requirement stops a tRPC router from being made', () => {
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE })
  expect(() => protect(guard, { scope: ['a'] } as never)).toThrow(TypeError)
})
