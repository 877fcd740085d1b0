import { type CanActivate, type ExecutionContext, HttpException, Inject, Injectable } from '@nestjs/common'
import { HttpAdapterHost, Reflector } from '@nestjs/core'
import type { Guard } from '../guard.js'
import type { Requirement } from '../requirement.js'
import { noteAdmitted } from './admitted.js'
import { type NodeRequest, presentedBy } from './node-request.js'

/** Under which Nest hands over the guard of the application. */
export const GUARD = Symbol('@latchkey/guard')

/** Under which decorators leave what a route requires. */
export const MARK = '@latchkey/guard:requirement'

/** Express gives Node's own request, Fastify has it inside. */
type PlatformRequest = NodeRequest & { readonly raw?: NodeRequest; principal?: unknown }

/** Lets a request through when it carries an access token that meets what its route `@Requires`, and answers it otherwise. */
export class LatchkeyGuard implements CanActivate {
  readonly #guard: Guard
  readonly #reflector: Reflector
  readonly #host: HttpAdapterHost

  constructor(guard: Guard, reflector: Reflector, host: HttpAdapterHost) {
    this.#guard = guard
    this.#reflector = reflector
    this.#host = host
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http')
      throw new TypeError(`LatchkeyGuard protects HTTP only, and this is ${context.getType()}`)
    const places = [context.getHandler(), context.getClass()]
    const mark = this.#reflector.getAllAndOverride<Requirement | 'public' | undefined>(MARK, places)
    if (mark === 'public') return true
    const request = context.switchToHttp().getRequest<PlatformRequest>()
    const admission = await this.#guard.admit(presentedBy(request.raw ?? request), mark)
    this.#send(context, admission.admitted ? admission.headers : admission.refusal.headers)
    if (!admission.admitted) throw new HttpException(admission.refusal.body, admission.refusal.status)
    request.principal = admission.principal
    noteAdmitted(request, this.#guard, admission.principal)
    return true
  }

  #send(context: ExecutionContext, headers: Readonly<Record<string, string>> = {}): void {
    const response: unknown = context.switchToHttp().getResponse()
    for (const [name, value] of Object.entries(headers))
      this.#host.httpAdapter.setHeader(response, name, value)
  }
}

// As decorators would, which need options of the compiler that no caller should be asked for.
Injectable()(LatchkeyGuard)
for (const [index, token] of [GUARD, Reflector, HttpAdapterHost].entries())
  Inject(token)(LatchkeyGuard, undefined, index)
