import { ACCESS_JWT_TYP, AuthError } from '@latchkey/contract'
import type { Guard, RefusedRequest } from './guard.js'
import { type GuardOptions, readGuardOptions } from './guard-options.js'
import type { JwtFailure } from './jwt/jwt-failure.js'
import { verifyJwt } from './jwt/verify-jwt.js'
import { type Principal, principalFrom } from './principal.js'
import { type GuardErrorCode, isGuardError, refusal } from './refusal.js'
import { createRememberedPrincipals } from './remembered-principals.js'
import type { Presented } from './request/presented.js'
import { readCredential } from './request/read-credential.js'
import { readTraceId } from './request/trace-id.js'
import { assertRequirement, type PrincipalFor, type RequiredMode, type Requirement } from './requirement.js'

const codes: Record<JwtFailure, GuardErrorCode> = {
  'too-large': 'token_too_large',
  malformed: 'token_malformed',
  algorithm: 'token_algorithm_refused',
  type: 'token_type_refused',
  issuer: 'token_issuer_mismatch',
  'key-unknown': 'token_key_unknown',
  'keys-unreachable': 'issuer_unreachable',
  signature: 'token_signature_invalid',
  claims: 'token_claims_invalid',
  audience: 'token_audience_mismatch',
  'not-yet-valid': 'token_not_yet_valid',
  expired: 'token_expired',
}

/**
 * Makes the guard of one API. It trusts one issuer and knows nothing of HTTP.
 *
 * @throws TypeError when the options cannot protect anything
 */
export function createGuard(options: GuardOptions): Guard {
  const settings = readGuardOptions(options)
  const { clock, clockTolerance } = settings
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
    const verdict = await verifyJwt(token, accepted)
    if (!verdict.ok) {
      throw new AuthError(codes[verdict.failure], { detail: verdict.detail, cause: verdict.cause })
    }
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
    const token = readCredential(presented, settings.maxTokenLength)
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
          refusal: refusal(error, { traceId, realm, development, scopes: requirement?.scopes ?? [] }),
        }
      }
    },
  }
}
