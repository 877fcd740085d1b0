import 'reflect-metadata'
import { Controller, Get, Module, UseGuards } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { describe, expect, it } from 'vitest'
import { describeAdapter, type Guards, type Known } from '../../test/adapter-rules.js'
import { overHttp } from '../../test/send.js'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import type { Guard } from '../guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import { LatchkeyGuard, LatchkeyModule, Principal, Public, Requires, resourceMetadata } from './nest.js'

const platforms = { Express: () => new ExpressAdapter(), Fastify: () => new FastifyAdapter() } as const

/** Starts an application of these controllers behind this guard. */
async function start(
  platform: keyof typeof platforms,
  controllers: (new () => object)[],
  { describes, ...options }: { guard: Guard; everywhere?: boolean; describes?: Guard },
) {
  @Module({ imports: [LatchkeyModule.forRoot(options)], controllers })
  class App {}
  const app = await NestFactory.create(App, platforms[platform](), { logger: false })
  if (describes !== undefined) app.use(resourceMetadata(describes))
  await app.init()
  if (platform === 'Fastify') await app.getHttpAdapter().getInstance().ready()
  const { send } = await overHttp(app.getHttpServer())
  return { send, close: () => app.close() }
}

@Controller()
class TodosController {
  @Get('/todos')
  @Requires({ scopes: ['todos:read'], permissions: ['todos.list'] })
  todos(@Principal() principal: Known) {
    return { user: principal.user.id }
  }

  @Get('/hello')
  @Requires({ mode: 'optional' })
  hello(@Principal() principal: Known | undefined) {
    return { user: principal?.user.id ?? null }
  }

  @Get('/handler-bug')
  bug() {
    throw new RangeError('a bug in a handler')
  }
}

@Controller()
class BrokenController {
  @Get('/broken')
  broken() {
    return 'in'
  }
}

@Controller('/mounted')
class NotingController {
  @Get('/noting')
  noting() {
    return 'noted'
  }
}

@Controller()
@UseGuards(LatchkeyGuard)
class NestedController {
  @Get('/nested')
  @Requires({ scopes: ['todos:read'] })
  nested(@Principal() principal: Known) {
    return { user: principal.user.id }
  }
}

for (const platform of ['Express', 'Fastify'] as const) {
  describeAdapter(`Nest (${platform})`, async ({ guard, broken, noting, described }: Guards) => {
    const nested = await start(platform, [NestedController], { guard: described, describes: described })
    const todos = await start(platform, [TodosController], { guard })
    const parts = {
      '/broken': await start(platform, [BrokenController], { guard: broken }),
      '/nested': nested,
      '/.well-known/oauth-protected-resource': nested,
      '/mounted/noting': await start(platform, [NotingController], { guard: noting }),
    }
    return {
      send: (path, headers) => {
        const { pathname } = new URL(path, 'http://localhost')
        return (parts[pathname as keyof typeof parts] ?? todos).send(path, headers)
      },
      close: async () => {
        await Promise.all([todos, ...Object.values(parts)].map((app) => app.close()))
      },
    }
  })
}

const guardOfItsOwn = async () => {
  const signer = await createSigner()
  const keys = createLocalKeys({ keys: [signer.jwk] })
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, keys, clock: () => NOW })
  const tokenOf = async (claims = {}) => ({ authorization: `Bearer ${await signer.token({ claims })}` })
  return { guard, tokenOf }
}

describe('what a Nest application marks', () => {
  @Public()
  @Controller('/open')
  class OpenController {
    @Get('/')
    open() {
      return 'open'
    }

    @Get('/closed')
    @Requires({ scopes: ['admin'] })
    closed() {
      return 'closed'
    }
  }

  @Requires({ scopes: ['todos:read'] })
  @Controller('/strict')
  class StrictController {
    @Get('/')
    all() {
      return 'all'
    }

    @Get('/own')
    @Requires({ roles: ['member'], permissions: ['todos.list'] })
    own() {
      return 'own'
    }

    @Get('/forgotten')
    @Public()
    forgotten(@Principal() principal: Known) {
      return { user: principal.userId }
    }
  }

  it('is protected unless it is marked as public, and the nearest mark counts alone', async () => {
    const { guard, tokenOf } = await guardOfItsOwn()
    const app = await start('Express', [OpenController, StrictController], { guard })
    const reader = await tokenOf()
    const other = await tokenOf({ scope: 'openid' })
    const statuses = async (path: string) =>
      Promise.all([{}, other, reader].map(async (headers) => (await app.send(path, headers)).status))
    expect(await statuses('/open')).toEqual([200, 200, 200])
    expect(await statuses('/open/closed')).toEqual([401, 403, 403])
    expect(await statuses('/strict')).toEqual([401, 403, 200])
    expect(await statuses('/strict/own')).toEqual([401, 200, 200])
    await app.close()
  })

  it('as public and asks for a principal is a 500, not a stranger', async () => {
    const { guard, tokenOf } = await guardOfItsOwn()
    const app = await start('Express', [StrictController], { guard })
    expect((await app.send('/strict/forgotten', await tokenOf())).status).toBe(500)
    await app.close()
  })

  it('is looked at only where LatchkeyGuard is used, when the module is not everywhere', async () => {
    @Controller('/used')
    @UseGuards(LatchkeyGuard)
    class UsedController {
      @Get('/')
      used() {
        return 'used'
      }
    }
    @Controller('/unused')
    class UnusedController {
      @Get('/')
      unused() {
        return 'unused'
      }
    }
    const { guard, tokenOf } = await guardOfItsOwn()
    const app = await start('Fastify', [UsedController, UnusedController], { guard, everywhere: false })
    expect((await app.send('/used')).status).toBe(401)
    expect((await app.send('/used', await tokenOf())).status).toBe(200)
    expect((await app.send('/unused')).status).toBe(200)
    await app.close()
  })

  it('with a senseless requirement stops the start', () => {
    expect(() => Requires({ scope: ['a'] } as never)).toThrow(TypeError)
  })
})

it('what is no HTTP is not let through a Nest guard', async () => {
  const { guard } = await guardOfItsOwn()
  const latchkeyGuard = new LatchkeyGuard(guard, {} as never, {} as never)
  await expect(latchkeyGuard.canActivate({ getType: () => 'rpc' } as never)).rejects.toThrow(
    'LatchkeyGuard protects HTTP only, and this is rpc',
  )
})
