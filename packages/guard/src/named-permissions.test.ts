import { expect, it } from 'vitest'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../test/signer.js'
import { protect as protectExpress } from './adapters/express.js'
import { protect as protectFastify } from './adapters/fastify.js'
import { protect as protectHono } from './adapters/hono.js'
import { protect as protectKoa } from './adapters/koa.js'
import { Requires } from './adapters/nest.js'
import { protect as protectNext } from './adapters/next.js'
import { protect as protectNode } from './adapters/node.js'
import { protect as protectTrpc } from './adapters/trpc.js'
import { protectUpgrade } from './adapters/ws.js'
import { createGuard } from './create-guard.js'
import type { Guard } from './guard.js'
import { auth0 } from './issuers/auth0.js'
import { createLocalKeys } from './keys/local-keys.js'
import type { LatchkeyPrincipal } from './principal.js'

// What the types refuse is marked, and a mark where they refuse nothing does not compile either.

/** What `PermissionOf<typeof config>` is. */
type Permission = 'articles.read' | 'articles.write'

const signer = await createSigner()
const options = {
  issuer: ISSUER,
  audience: AUDIENCE,
  keys: createLocalKeys({ keys: [signer.jwk] }),
  clock: () => NOW,
}
const guard = createGuard<Permission>(options)
const right = ['articles.write'] as const
const tokenOf = (permissions: readonly string[]) => signer.token({ claims: { permissions } })

it('a guard that was told the names of permissions lets no other compile, and refuses it where it was compiled', async () => {
  const token = await tokenOf(['articles.write'])
  expect((await guard.verify(token, { permissions: right })).permissions).toEqual(['articles.write'])
  // @ts-expect-error it is spelt articles.write
  await expect(guard.verify(token, { permissions: ['articles.wrte'] })).rejects.toMatchObject({
    code: 'permission_insufficient',
  })
  const presented = { authorization: `Bearer ${token}` }
  // @ts-expect-error the same
  await expect(guard.check(presented, { permissions: ['articles.wrte'] })).rejects.toThrow()
  // @ts-expect-error the same
  expect((await guard.admit(presented, { permissions: ['articles.wrte'] })).admitted).toBe(false)
})

it('the principal has the names in its type', async () => {
  const [first] = (await guard.verify(await tokenOf(['articles.read']))).permissions
  const named: Permission | undefined = first
  expect(named).toBe('articles.read')
  // @ts-expect-error there is no such permission
  const other: 'articles.delete' | undefined = first
  expect(other).toBe('articles.read')
})

it('every adapter holds requirements to the names its guard knows', () => {
  const handler = () => new Response()
  expect(() => {
    protectExpress(guard, { permissions: right })
    protectFastify(guard, { permissions: right })
    protectHono(guard, { permissions: right })
    protectKoa(guard, { permissions: right })
    protectTrpc(guard, { permissions: right })
    protectNext(guard, { permissions: right }, handler)
    protectNode(guard, { permissions: right }, handler)
    protectUpgrade(guard, { permissions: right }, handler)
    Requires<LatchkeyPrincipal<Permission>>({ permissions: right })
    // @ts-expect-error it is spelt articles.write
    protectExpress(guard, { permissions: ['articles.wrte'] })
    // @ts-expect-error the same
    protectFastify(guard, { permissions: ['articles.wrte'] })
    // @ts-expect-error the same
    protectHono(guard, { permissions: ['articles.wrte'] })
    // @ts-expect-error the same
    protectKoa(guard, { permissions: ['articles.wrte'] })
    // @ts-expect-error the same
    protectTrpc(guard, { permissions: ['articles.wrte'] })
    // @ts-expect-error the same
    protectNext(guard, { permissions: ['articles.wrte'] }, handler)
    // @ts-expect-error the same
    protectNode(guard, { permissions: ['articles.wrte'] }, handler)
    // @ts-expect-error the same
    protectUpgrade(guard, { permissions: ['articles.wrte'] }, handler)
    // @ts-expect-error the same
    Requires<LatchkeyPrincipal<Permission>>({ permissions: ['articles.wrte'] })
  }).not.toThrow()
})

it('a guard that was told no names takes any text', () => {
  expect(protectExpress(createGuard(options), { permissions: ['whatever'] })).toBeTypeOf('function')
  expect(Requires({ permissions: ['whatever'] })).toBeTypeOf('function')
})

it('names and what onFirstSight makes are known together', () => {
  const people = createGuard<{ id: string }, Permission>({
    ...options,
    onFirstSight: ({ subject }) => ({ id: subject }),
  })
  const requirement = { permissions: right, allow: ({ user }: { user: { id: string } }) => user.id !== '' }
  expect(protectExpress(people, requirement)).toBeTypeOf('function')
  // @ts-expect-error it is spelt articles.write
  expect(protectExpress(people, { permissions: ['articles.wrte'] })).toBeTypeOf('function')
})

it('a guard of several issuers can be told names too', () => {
  const issuers = [auth0({ domain: 'shop.eu.auth0.com', audience: AUDIENCE })]
  const several = createGuard<Permission>({ issuers })
  expect(protectHono(several, { permissions: right })).toBeTypeOf('function')
  // @ts-expect-error it is spelt articles.write
  expect(protectHono(several, { permissions: ['articles.wrte'] })).toBeTypeOf('function')
})

it('a guard that knows names passes where any guard is taken', async () => {
  const anyGuard: Guard = guard
  const ofLatchkey: Guard<LatchkeyPrincipal> = guard
  const token = await tokenOf(['articles.read'])
  expect(await anyGuard.verify(token)).toBe(await ofLatchkey.verify(token))
})
