import { createHash } from 'node:crypto'
import { AuthError } from '@latchkey/contract'
import type { Principal } from '../principal.js'
import type { Presented } from '../request/presented.js'
import type { Credential } from '../request/read-credential.js'
import { DPOP } from '../request/scheme.js'
import type { Clock } from '../time.js'
import { wrongProof } from './check-proof-claims.js'
import type { DpopSettings } from './dpop-options.js'
import { requestAddress } from './request-address.js'
import { targetAddress } from './target-address.js'
import { verifyProof } from './verify-proof.js'

/** Whether whoever presents a token may hold it. */
export interface Possession {
  /**
   * Lets bearer tokens pass, and asks for the proof of a bound one: at every request, because a proof is for one request alone.
   *
   * @param presented undefined where there is no request, so that there can be no proof
   * @throws AuthError `token_scheme_refused`, `token_proof_…`, `token_nonce_needed`; where it returns a promise, that rejects
   */
  check(
    principal: Pick<Principal, 'boundTo'>,
    credential: Credential,
    presented: Presented | undefined,
  ): undefined | Promise<undefined>
}

export interface PossessionSettings extends DpopSettings {
  readonly clock: Clock
  /** Milliseconds. */
  readonly clockTolerance: number
}

/** Proofs of possession by RFC 9449, under the settings of one guard. */
export const createPossession = (settings: PossessionSettings): Possession => {
  const { clock, replays, required } = settings

  const checkProof = (
    boundTo: string,
    { token }: Credential,
    presented: Presented | undefined,
  ): undefined | Promise<undefined> => {
    const { request } = presented ?? {}
    const proofs = request?.values('dpop') ?? []
    const [proof] = proofs
    if (request === undefined || proof === undefined)
      throw new AuthError('token_proof_missing', {
        detail: request === undefined ? 'the request itself was not handed over' : 'there is no DPoP header',
      })
    // RFC 9449 §4.3 check 1; some hosts join them with commas.
    if (proofs.length > 1 || proof.includes(',')) throw wrongProof('several DPoP headers')
    const now = clock()
    const addresses = addressesOf(request.url, settings.origins)
    const { jti, until } = verifyProof(proof, boundTo, {
      ...settings,
      now,
      addresses,
      token,
      method: request.method,
    })
    const isFirst = replays.spendOnce(createHash('sha256').update(`${boundTo} ${jti}`).digest('base64url'), {
      now,
      until,
    })
    return isFirst instanceof Promise ? isFirst.then(refuseUsed) : refuseUsed(isFirst)
  }

  return {
    check: ({ boundTo }, credential, presented) => {
      const isUnderDpop = credential.scheme === DPOP
      if (boundTo !== undefined) {
        // RFC 9449 §7.2: whoever stole it would otherwise use it as a bearer token.
        if (!isUnderDpop && presented !== undefined)
          throw wrongScheme('a token that is bound to a key came without DPoP')
        return checkProof(boundTo, credential, presented)
      }
      // RFC 9449 §7.1: a proof for a token that is bound to nothing proves nothing.
      if (isUnderDpop) throw wrongScheme('a token that is bound to no key came as DPoP')
      if (required) throw wrongScheme('dpop.required: only tokens that are bound to a key')
      return undefined
    },
  }
}

const wrongScheme = (detail: string): AuthError => new AuthError('token_scheme_refused', { detail })

const refuseUsed = (isFirst: boolean): undefined => {
  if (isFirst !== true)
    throw new AuthError('token_proof_replayed', { detail: 'its jti was used with this key' })
}

/** Where a request may have been meant to go: the address it says itself, or our own ones with its path. */
const addressesOf = (url: string | undefined, origins: readonly string[] | undefined): readonly string[] => {
  const asked = url === undefined ? undefined : requestAddress(url)
  if (asked === undefined)
    throw wrongProof(
      'nobody knows the address of this request: the adapter must hand it over, written as clients write it',
    )
  if (origins === undefined) return [asked]
  const path = asked.slice(new URL(asked).origin.length)
  return origins.flatMap((origin) => targetAddress(origin + path) ?? [])
}
