import { AuthError } from '@latchkey/contract'
import { checkRules } from './check-rules.js'
import { createPossession } from './dpop/possession.js'
import type { Guard, RefusedRequest } from './guard.js'
import {
  type CommonGuardOptions,
  type FirstSightOptions,
  type GuardOptions,
  type GuardSettings,
  type OneIssuerOptions,
  readGuardOptions,
} from './guard-options.js'
import type { Issuer } from './issuers/issuer.js'
import { trustIssuers } from './issuers/trusted-issuers.js'
import type { JwtPayload } from './jwt/check-claims.js'
import { createPeople } from './people/first-sight.js'
import type { LatchkeyPrincipal, Principal, PrincipalWithUser } from './principal.js'
import { type Recognizing, recognizeCookie, recognizeToken } from './recognize.js'
import { isGuardError, refusal } from './refusal.js'
import { createRememberedPrincipals } from './remembered-principals.js'
import { nonceHeader, offeredSchemes } from './request/offered-schemes.js'
import type { Presented } from './request/presented.js'
import { type Credential, readCredential } from './request/read-credential.js'
import { BEARER, DPOP, TOKEN } from './request/scheme.js'
import { readTraceId } from './request/trace-id.js'
import { assertRequirement, type PrincipalFor, type RequiredMode, type Requirement } from './requirement.js'
import { describeResource } from './resource/resource-metadata.js'
import type { OnEnded } from './revocation/revocation.js'
import { whenDone } from './when-done.js'
import { refuseInWords } from './wire/refuse-in-words.js'

/**
 * Makes the guard of one API. It trusts the issuers it was told, and knows nothing of HTTP.
 *
 * Told the names of permissions there are, `createGuard<PermissionOf<typeof config>>({ … })`, it lets no other compile. With `onFirstSight`
 * they come second, behind what it returns.
 *
 * @throws TypeError when the options cannot protect anything
 */
export function createGuard<User, Permission extends string = string>(
  options: GuardOptions & FirstSightOptions<User>,
): Guard<PrincipalWithUser<User, Permission>>
export function createGuard<Permission extends string = string>(
  options: CommonGuardOptions & OneIssuerOptions,
): Guard<LatchkeyPrincipal<Permission>>
export function createGuard<Permission extends string = string>(
  options: GuardOptions,
): Guard<Principal<Permission>>
export function createGuard(options: GuardOptions & Partial<FirstSightOptions<unknown>>): Guard {
  const settings = readGuardOptions(options)
  const { clock, opaque, cookie, wire, onFirstSight, resource } = settings
  const { nonces } = settings.dpop
  const schemes = wire?.schemes ?? (opaque === undefined ? [BEARER, DPOP] : [BEARER, DPOP, TOKEN])
  const remembered = createRememberedPrincipals({
    maxCount: settings.maxRememberedTokens,
    maxCharacters: settings.maxRememberedCharacters,
  })
  const possession = createPossession({ ...settings, ...settings.dpop })
  const watched = new Set<Watched>()
  const onChanged: OnEnded = (isAbout) => {
    remembered.forgetWhere(({ claims }) => isAbout(claims as JwtPayload))
    opaque?.forget?.()
    cookie?.forget?.()
  }
  const onEnded: OnEnded = (hasEnded) => {
    onChanged(hasEnded)
    for (const one of watched) if (hasEnded(one.principal.claims as JwtPayload)) end(one)
  }
  const end = (one: Watched): void => {
    if (watched.delete(one)) one.onEnded()
  }
  const issuers = trustIssuers({
    ...settings,
    allowHttp: settings.development,
    onEnded,
    onChanged,
    onTrouble: (trouble) => settings.onTrouble?.(trouble),
  })
  const revocations = issuers.all.flatMap(({ revocation }) => revocation ?? [])
  const strict = issuers.all.flatMap(({ revocation, whenStale }) =>
    revocation !== undefined && whenStale === 'refuse' ? revocation : [],
  )
  /** Beyond this, what is remembered is no longer known to hold. */
  const freshUntil = (): number => {
    let until = Number.POSITIVE_INFINITY
    for (const revocation of strict) until = Math.min(until, revocation.freshUntil())
    return until
  }
  const recognizing: Recognizing = {
    ...settings,
    issuers,
    people:
      onFirstSight === undefined
        ? undefined
        : createPeople({ ...settings, onFirstSight, maxCount: settings.maxRememberedTokens }),
    possession,
    remembered,
  }
  const document =
    resource && describeResource(resource, { issuers: namesOf(settings.issuers), dpop: dpopOf(settings) })

  /** The hot path: a token that was seen before costs a look into a map, and a proof where it is bound to a key. */
  const recognize = (
    credential: Credential,
    presented: Presented | undefined,
  ): Principal | Promise<Principal> => {
    const now = clock()
    const known = remembered.find(credential.token, now)
    if (known === undefined || now >= freshUntil()) return recognizeToken(recognizing, credential, presented)
    return whenDone(possession.check(known, credential, presented), () => known)
  }

  async function check<R extends Requirement = RequiredMode>(
    presented: Presented,
    requirement?: R,
  ): Promise<PrincipalFor<R>> {
    if (requirement !== undefined) assertRequirement(requirement)
    const credential = readCredential(presented, settings.maxTokenLength, schemes)
    if (credential !== undefined) {
      const recognized = recognize(credential, presented)
      const principal = recognized instanceof Promise ? await recognized : recognized
      return authorize(principal, requirement) as PrincipalFor<R>
    }
    const found = await recognizeCookie(recognizing, presented.request)
    if (typeof found !== 'string') return authorize(found, requirement) as PrincipalFor<R>
    if (requirement?.mode === 'optional') return undefined as PrincipalFor<R>
    if (found === 'none') throw new AuthError('token_missing')
    throw new AuthError('token_session_ended', {
      detail: 'the session cookie opens nothing, or nothing any more',
    })
  }

  const authorize = (
    principal: Principal,
    requirement: Requirement | undefined,
  ): Principal | Promise<Principal> => {
    if (requirement === undefined) return principal
    return whenDone(checkRules(principal, requirement, settings), () => principal)
  }

  /** @param sessionId undefined: all of them */
  const forget = (sessionId: string | undefined): void => {
    remembered.forget(sessionId)
    opaque?.forget?.(sessionId)
    cookie?.forget?.(sessionId)
  }

  const report = (refused: RefusedRequest): void => settings.onRefused?.(refused)

  return {
    verify: async (token, requirement) => {
      if (requirement !== undefined) assertRequirement(requirement)
      return authorize(await recognize({ token, scheme: BEARER }, undefined), requirement)
    },
    check,
    admit: async (presented, requirement) => {
      try {
        const principal = await check(presented, requirement)
        const headers =
          nonces === undefined || principal?.boundTo === undefined ? undefined : nonceHeader(nonces)
        return headers === undefined ? { admitted: true, principal } : { admitted: true, principal, headers }
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
              ? refusal(error, {
                  traceId,
                  realm,
                  development,
                  requirement,
                  schemes: offeredSchemes(settings.dpopOffered, presented, code),
                  resourceMetadata: document?.url,
                  nonce: nonces?.current(),
                })
              : refuseInWords(wire, error, { traceId, realm, presented }),
        }
      }
    },
    metadata: () => document,
    forgetSession: forget,
    whenEnded: (principal, then) => {
      const one = { principal, onEnded: then }
      watched.add(one)
      // It may have ended since it was let in.
      const claims = principal.claims as JwtPayload
      const ask = async () => issuers.find(principal.issuer)?.revocation?.standingOf(claims)
      void ask().then(
        (standing) => {
          if (standing === 'ended') end(one)
        },
        // Whoever cannot tell now tells when it ends: it is watched already.
        () => {},
      )
      return () => watched.delete(one)
    },
    staleness: () => Math.max(0, ...revocations.map((one) => one.staleness())),
    close: async () => {
      await Promise.all(revocations.map((one) => one.close()))
    },
    forgetAll: () => forget(undefined),
  }
}

/** Somebody whose connection stays open. */
interface Watched {
  readonly principal: Principal
  readonly onEnded: () => void
}

const namesOf = (issuers: readonly Issuer[]): readonly string[] => issuers.flatMap(({ names }) => names)

/** What may be said of proofs: a wire of another backend knows none. */
const dpopOf = ({ dpop, wire }: GuardSettings) => {
  if (wire !== undefined) return 'not accepted'
  return dpop.required ? 'required' : 'accepted'
}
