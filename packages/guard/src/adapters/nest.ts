import {
  createParamDecorator,
  type DynamicModule,
  type ExecutionContext,
  Module,
  SetMetadata,
} from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import type { Guard } from '../guard.js'
import type { Principal as AnyPrincipal } from '../principal.js'
import { assertRequirement, type Requirement } from '../requirement.js'
import { admittedAs } from './admitted.js'
import { GUARD, LatchkeyGuard, MARK } from './nest-guard.js'

export { LatchkeyGuard } from './nest-guard.js'
export { type MetadataMiddleware, resourceMetadata } from './node-metadata.js'

type Decorator = MethodDecorator & ClassDecorator

/**
 * `@Requires({ scopes: ['todos:read'] })` on a handler or a controller. That of the handler counts alone.
 *
 * @throws TypeError when the requirement makes no sense
 */
export function Requires<P extends AnyPrincipal = AnyPrincipal>(requirement: Requirement<P>): Decorator {
  assertRequirement(requirement)
  return SetMetadata(MARK, requirement)
}

/** `@Public()` on a handler or a controller: anybody may call it, and nobody's token is looked at. */
export const Public = (): Decorator => SetMetadata(MARK, 'public')

/**
 * `@Principal() principal: LatchkeyPrincipal` in a handler: who is calling; undefined for a stranger where signing in is optional. On a
 * route that was left unprotected it throws, which is a 500.
 */
export const Principal: () => ParameterDecorator = createParamDecorator(
  (_: unknown, context: ExecutionContext) => admittedAs(context.switchToHttp().getRequest<object>()),
)

export interface LatchkeyModuleOptions<P extends AnyPrincipal> {
  readonly guard: Guard<P>
  /** Every route is protected, but for those marked `@Public()`. False: those with `@UseGuards(LatchkeyGuard)`. Default: true. */
  readonly everywhere?: boolean
}

/** `imports: [LatchkeyModule.forRoot({ guard })]`, on the platforms of Express and Fastify. */
// biome-ignore lint/complexity/noStaticOnlyClass: Nest knows a module by its class.
export class LatchkeyModule {
  static forRoot<P extends AnyPrincipal>({
    guard,
    everywhere = true,
  }: LatchkeyModuleOptions<P>): DynamicModule {
    return {
      module: LatchkeyModule,
      global: true,
      providers: [
        { provide: GUARD, useValue: guard },
        ...(everywhere ? [{ provide: APP_GUARD, useClass: LatchkeyGuard }] : []),
      ],
      exports: [GUARD],
    }
  }
}
Module({})(LatchkeyModule)
