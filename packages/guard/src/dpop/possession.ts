import { createHash } from 'node:crypto'
import { AuthError } from '@latchkey/contract'
import type { Principal } from '../principal.js'
import type { Presented, PresentedRequest } from '../request/presented.js'
import type { Credential } from '../request/read-credential.js'
import { DPOP } from '../request/scheme.js'
import type { Clock } from '../time.js'
import { createAskedProofs } from './asked-proofs.js'
import { wrongProof } from './check-proof-claims.js'
import { checkScheme } from './check-scheme.js'
import type { DpopSettings } from './dpop-options.js'
import { requestAddress } from './request-address.js'
import { targetAddress } from './target-address.js'
import { verifyProof } from './verify-proof.js'

/** Whether whoever presents a token may hold it. */
export interface Possession {
  /**
   * Lets bearer tokens pass, and asks for the proof of a bound one: at every request, because a proof is for one request alone,
   * and once of each, however often that passes the guard.
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
  const asked = createAskedProofs()

  const checkProof = (
    proof: string,
    boundTo: string,
    { token, request }: { readonly token: string; readonly request: PresentedRequest },
  ): undefined | Promise<undefined> => {
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
      const scheme = credential.scheme === DPOP ? 'DPoP' : 'Bearer'
      checkScheme(boundTo, presented === undefined ? undefined : scheme, required)
      if (boundTo === undefined) return undefined
      const request = requestOf(presented)
      const proof = onlyProofIn(request)
      const { token } = credential
      return asked.once(request, `${boundTo} ${token} ${proof}`, () =>
        checkProof(proof, boundTo, { token, request }),
      )
    },
  }
}

const requestOf = (presented: Presented | undefined): PresentedRequest => {
  if (presented?.request === undefined)
    throw new AuthError('token_proof_missing', { detail: 'the request itself was not handed over' })
  return presented.request
}

const onlyProofIn = (request: PresentedRequest): string => {
  const proofs = request.values('dpop')
  const [proof] = proofs
  if (proof === undefined) throw new AuthError('token_proof_missing', { detail: 'there is no DPoP header' })
  // RFC 9449 §4.3 check 1; some hosts join them with commas.
  if (proofs.length > 1 || proof.includes(',')) throw wrongProof('several DPoP headers')
  return proof
}

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
