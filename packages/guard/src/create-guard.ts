import { ACCESS_JWT_TYP, AuthError } from '@latchkey/contract'
import type { Guard, RefusedRequest } from './guard.js'
import { type GuardOptions, readGuardOptions } from './guard-options.js'
import { errorOf } from './jwt/error-of.js'
import { verifyJwt } from './jwt/verify-jwt.js'
import { isOpaque } from './opaque/opaque-tokens.js'
import { verifyOpaqueToken } from './opaque/verify-opaque-token.js'
import { type Principal, principalFrom } from './principal.js'
import { isGuardError, refusal } from './refusal.js'
import { createRememberedPrincipals } from './remembered-principals.js'
import type { Presented } from './request/presented.js'
import { readCredential } from './request/read-credential.js'
import { BEARER_ONLY } from './request/scheme.js'
import { readTraceId } from './request/trace-id.js'
import { assertRequirement, type PrincipalFor, type RequiredMode, type Requirement } from './requirement.js'
import { refuseInWords } from './wire/refuse-in-words.js'

/**
 * Makes the guard of one API. It trusts one issuer and knows nothing of HTTP.
 *
 * @throws TypeError when the options cannot protect anything
 */
export function createGuard(options: GuardOptions): Guard {
  const settings = readGuardOptions(options)
  const { clock, clockTolerance, opaque, wire } = settings
  const schemes = wire?.schemes ?? BEARER_ONLY
  const remembered = createRememberedPrincipals({
    maxCount: settings.maxRememberedTokens,
    maxCharacters: settings.maxRememberedCharacters,
  })
  const accepted = {
    keys: settings.keys,
    issuer: settings.issuer,
    audience: settings.audience,
    algorithms: settings.algorithms,
    typ: ACCESS_JWT_TYP, // RFC 9068 §4
    clock,
    clockTolerance,
    maxLength: settings.maxTokenLength,
  }

  const verifyNew = async (token: string): Promise<Principal> => {
    // Never remembered: it ends when its session does.
    if (opaque !== undefined && isOpaque(token, settings.maxTokenLength))
      return verifyOpaqueToken(token, opaque, settings)
    const verdict = await verifyJwt(token, accepted)
    if (!verdict.ok) throw errorOf(verdict)
    const principal = principalFrom(verdict.payload)
    const until = Math.min(principal.expiresAt + clockTolerance, clock() + settings.rememberFor)
    remembered.remember(token, principal, until)
    return principal
  }

  const authorize = (principal: Principal, scopes: readonly string[] = []): Principal => {
    const missing = scopes.filter((scope) => !principal.scopes.includes(scope))
    if (missing.length === 0) return principal
    throw new AuthError('scope_insufficient', { detail: `missing scope ${missing.join(' ')}` })
  }

  async function check<R extends Requirement = RequiredMode>(
    presented: Presented,
    requirement?: R,
  ): Promise<PrincipalFor<R>> {
    const { mode, scopes }: Requirement = requirement ?? {}
    if (requirement !== undefined) assertRequirement(requirement)
    const token = readCredential(presented, settings.maxTokenLength, schemes)
    if (token === undefined) {
      if (mode === 'optional') return undefined as PrincipalFor<R>
      throw new AuthError('token_missing')
    }
    const known = remembered.find(token, clock())
    return authorize(known ?? (await verifyNew(token)), scopes) as PrincipalFor<R>
  }

  const report = (refused: RefusedRequest): void => settings.onRefused?.(refused)

  return {
    verify: async (token, requirement) => {
      if (requirement !== undefined) assertRequirement(requirement)
      const known = remembered.find(token, clock())
      return authorize(known ?? (await verifyNew(token)), requirement?.scopes)
    },
    check,
    admit: async (presented, requirement) => {
      try {
        return { admitted: true, principal: await check(presented, requirement) }
      } catch (error) {
        if (!isGuardError(error)) throw error
        const traceId = readTraceId(presented.traceparent)
        const { code, detail, cause } = error
        report({
          code,
          traceId,
          ...(detail === undefined ? {} : { detail }),
          ...(cause === undefined ? {} : { cause }),
        })
        const { realm, development } = settings
        return {
          admitted: false,
          refusal:
            wire === undefined
              ? refusal(error, { traceId, realm, development, scopes: requirement?.scopes ?? [] })
              : refuseInWords(wire, error, { traceId, realm, presented }),
        }
      }
    },
  }
}
