import { AuthError } from '@latchkey/contract'
import { checkRules } from '../check-rules.js'
import { checkScheme } from '../dpop/check-scheme.js'
import { type GuardOptions, type GuardSettings, readGuardOptions } from '../guard-options.js'
import { trustIssuers, type VerifiedByIssuer } from '../issuers/trusted-issuers.js'
import { errorOf } from '../jwt/error-of.js'
import { toPrincipal } from '../principal.js'
import { isGuardError } from '../refusal.js'
import { assertRequirement } from '../requirement.js'
import { boundToOf } from './check-binding-of.js'
import { checkClaimsOf } from './check-claims-of.js'
import { checkSignatureOf } from './check-signature-of.js'
import { checkWriting } from './check-writing.js'
import type { ExplainedRequirement, ExplainedUse, Explanation } from './explanation.js'
import { hintsFor } from './hints-for.js'
import { readLeniently } from './read-leniently.js'
import { tellClaims } from './tell-claims.js'

/**
 * Says what a guard with these options makes of an access JWT. The reason is the guard's own; beside it every check is told, also those behind
 * the first that fails. Nobody is provisioned, nothing is remembered; the issuer's keys are fetched at most once.
 *
 * @throws TypeError when options or requirement make no sense
 */
export async function explainJwt(
  token: string,
  options: GuardOptions,
  { scheme, ...requirement }: ExplainedUse = {},
): Promise<Explanation> {
  const settings = { ...readGuardOptions(options), scheme }
  assertRequirement(requirement)
  const issuers = trustIssuers({
    ...settings,
    allowHttp: settings.development,
    onEnded: () => {},
    onChanged: () => {},
    onTrouble: () => {},
  })

  const verdict = await issuers.verify(token)
  const read = readLeniently(token, settings.maxTokenLength)
  const named = issuers.find(read.payload?.['iss'])
  // Who trusts one issuer alone wants to know what else that one would have said.
  const issuer = named ?? issuers.only
  const checks = [
    ...checkWriting(read, { ...settings, accepted: (issuer ?? issuers).algorithms }),
    ...(await checkSignatureOf(read, issuer, issuers.names)),
    ...checkClaimsOf(read, issuer, { ...settings, requirement }),
  ]
  return {
    refused: verdict.ok ? refusedByRules(verdict, requirement, settings) : toRefused(errorOf(verdict)),
    checks,
    checkedAs: issuer?.kind,
    boundTo: boundToOf(read, issuer),
    ...tellClaims(read),
    hints: hintsFor(token, read, issuers.names),
  }
}

/** A JWT that verifies may still be no access token of its issuer, or not enough for this endpoint. */
const refusedByRules = (
  { payload, issuer }: VerifiedByIssuer,
  requirement: ExplainedRequirement,
  settings: GuardSettings & Pick<ExplainedUse, 'scheme'>,
): Explanation['refused'] => {
  try {
    const principal = toPrincipal(issuer, payload, issuer.read(payload))
    checkScheme(principal.boundTo, settings.scheme, settings.dpop.required)
    void checkRules(principal, requirement, settings)
    return undefined
  } catch (error) {
    if (error instanceof AuthError) return toRefused(error)
    throw error
  }
}

const toRefused = (error: AuthError): Explanation['refused'] => {
  if (!isGuardError(error)) throw error
  return { code: error.code, detail: error.detail }
}
