import { AuthError } from '@latchkey/contract'
import { checkRules } from './check-rules.js'
import type { Guard, RefusedRequest } from './guard.js'
import {
  type CommonGuardOptions,
  type FirstSightOptions,
  type GuardOptions,
  type OneIssuerOptions,
  readGuardOptions,
} from './guard-options.js'
import { type TrustedIssuer, trustIssuers } from './issuers/trusted-issuers.js'
import { errorOf } from './jwt/error-of.js'
import { isOpaque } from './opaque/opaque-tokens.js'
import { verifyOpaqueToken } from './opaque/verify-opaque-token.js'
import { createPeople } from './people/first-sight.js'
import { type LatchkeyPrincipal, type Principal, type PrincipalWithUser, toPrincipal } from './principal.js'
import { isGuardError, refusal } from './refusal.js'
import { createRememberedPrincipals } from './remembered-principals.js'
import type { Presented } from './request/presented.js'
import { readCredential } from './request/read-credential.js'
import { BEARER_ONLY } from './request/scheme.js'
import { readTraceId } from './request/trace-id.js'
import { assertRequirement, type PrincipalFor, type RequiredMode, type Requirement } from './requirement.js'
import { refuseInWords } from './wire/refuse-in-words.js'

/**
 * Makes the guard of one API. It trusts the issuers it was told, and knows nothing of HTTP.
 *
 * @throws TypeError when the options cannot protect anything
 */
export function createGuard<User>(
  options: GuardOptions & FirstSightOptions<User>,
): Guard<PrincipalWithUser<User>>
export function createGuard(options: CommonGuardOptions & OneIssuerOptions): Guard<LatchkeyPrincipal>
export function createGuard(options: GuardOptions): Guard
export function createGuard(options: GuardOptions & Partial<FirstSightOptions<unknown>>): Guard {
  const settings = readGuardOptions(options)
  const { clock, opaque, wire, onFirstSight } = settings
  const schemes = wire?.schemes ?? BEARER_ONLY
  const remembered = createRememberedPrincipals({
    maxCount: settings.maxRememberedTokens,
    maxCharacters: settings.maxRememberedCharacters,
  })
  const issuers = trustIssuers({ ...settings, allowHttp: settings.development })
  const people =
    onFirstSight === undefined
      ? undefined
      : createPeople({ ...settings, onFirstSight, maxCount: settings.maxRememberedTokens })

  const verifyNew = async (token: string): Promise<Principal> => {
    // Never remembered: it ends when its session does.
    if (opaque !== undefined && isOpaque(token, settings.maxTokenLength)) {
      const { principal, issuer } = await verifyOpaqueToken(token, opaque, { issuers, clock })
      return meet(principal, issuer, token)
    }
    const verdict = await issuers.verify(token)
    if (!verdict.ok) throw errorOf(verdict)
    const { issuer, payload } = verdict
    const principal = await meet(toPrincipal(issuer.kind, payload, issuer.read(payload)), issuer, token)
    const until = Math.min(principal.expiresAt + issuer.clockTolerance, clock() + settings.rememberFor)
    remembered.remember(token, principal, until)
    return principal
  }

  const meet = async (principal: Principal, issuer: TrustedIssuer, token: string): Promise<Principal> => {
    if (people === undefined) return principal
    const { wants, userInfo } = issuer
    return Object.freeze({ ...principal, user: await people.meet(principal, { wants, userInfo, token }) })
  }

  async function check<R extends Requirement = RequiredMode>(
    presented: Presented,
    requirement?: R,
  ): Promise<PrincipalFor<R>> {
    if (requirement !== undefined) assertRequirement(requirement)
    const token = readCredential(presented, settings.maxTokenLength, schemes)
    if (token === undefined) {
      if (requirement?.mode === 'optional') return undefined as PrincipalFor<R>
      throw new AuthError('token_missing')
    }
    return authorize(
      remembered.find(token, clock()) ?? (await verifyNew(token)),
      requirement,
    ) as PrincipalFor<R>
  }

  const authorize = (
    principal: Principal,
    requirement: Requirement | undefined,
  ): Principal | Promise<Principal> => {
    if (requirement === undefined) return principal
    const checking = checkRules(principal, requirement, settings)
    return checking === undefined ? principal : checking.then(() => principal)
  }

  const report = (refused: RefusedRequest): void => settings.onRefused?.(refused)

  return {
    verify: async (token, requirement) => {
      if (requirement !== undefined) assertRequirement(requirement)
      return authorize(remembered.find(token, clock()) ?? (await verifyNew(token)), requirement)
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
              ? refusal(error, { traceId, realm, development, requirement })
              : refuseInWords(wire, error, { traceId, realm, presented }),
        }
      }
    },
  }
}
