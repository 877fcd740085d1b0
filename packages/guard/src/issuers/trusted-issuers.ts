import { type Algorithm, algorithms } from '../jwt/algorithms.js'
import { type JwtPayload, theOnly } from '../jwt/check-claims.js'
import { type JwtRefused, quote, refuse } from '../jwt/jwt-failure.js'
import { refuseAlgorithm } from '../jwt/parse-jws.js'
import { readJwt, verifyRead } from '../jwt/verify-jwt.js'
import type { Clock } from '../time.js'
import { whenDone } from '../when-done.js'
import type { Issuer, IssuerSurroundings, OpenedIssuer } from './issuer.js'

/** An issuer of a guard, with its keys at hand. */
export type TrustedIssuer = Issuer &
  OpenedIssuer & {
    readonly clockTolerance: number
    /**
     * Whether its subjects name people here by themselves: those of the Latchkey server. Of several it is the first, because each of them could
     * write the `usr_…` of another one into its tokens.
     */
    readonly isHome: boolean
  }

/** An access JWT that holds, and whose it is. */
export interface VerifiedByIssuer {
  readonly ok: true
  readonly issuer: TrustedIssuer
  readonly payload: JwtPayload
}

export interface TrustedIssuers {
  /** Every `iss` that is accepted, and every algorithm that some issuer may sign with. */
  readonly names: readonly string[]
  readonly algorithms: readonly Algorithm[]
  /** Undefined when there are several. */
  readonly only: TrustedIssuer | undefined
  /** Each once. */
  readonly all: readonly TrustedIssuer[]
  /** @returns whose `iss` this is, and nobody for what was not configured */
  find(name: unknown): TrustedIssuer | undefined
  /** Verifies an access JWT by the issuer that it names. */
  verify(token: string): VerifiedByIssuer | JwtRefused | Promise<VerifiedByIssuer | JwtRefused>
}

interface TrustedIssuersOptions extends IssuerSurroundings {
  readonly issuers: readonly Issuer[]
  readonly clock: Clock
  readonly clockTolerance: number
  readonly maxTokenLength: number
}

/** The issuers of one guard: what a token says about its issuer chooses one of them, and nothing it says adds one. */
export const trustIssuers = (options: TrustedIssuersOptions): TrustedIssuers => {
  const { clock, clockTolerance, maxTokenLength: maxLength } = options
  const byName = new Map<unknown, TrustedIssuer>()
  const home = options.issuers.find(({ kind }) => kind === 'latchkey')
  for (const issuer of options.issuers) {
    const trusted = {
      ...issuer,
      ...issuer.open(options),
      clockTolerance: issuer.clockTolerance ?? clockTolerance,
      isHome: issuer === home,
    }
    for (const name of issuer.names) byName.set(name, trusted)
  }
  const names = options.issuers.flatMap((one) => one.names)
  const accepted = algorithms.filter((name) => options.issuers.some((one) => one.algorithms.includes(name)))

  const trusted = [...new Set(byName.values())]

  return {
    names,
    all: trusted,
    algorithms: accepted,
    only: trusted.length === 1 ? trusted[0] : undefined,
    find: (name) => byName.get(name),
    verify: (token) => {
      const read = readJwt(token, { algorithms: accepted, maxLength })
      if (!read.ok) return read
      const issuer = byName.get(read.payload['iss'])
      if (issuer === undefined)
        return refuse('issuer', `expected iss ${quote(theOnly(names))}, saw ${quote(read.payload['iss'])}`)
      const wrong = checkAlgorithm(read.jws.algorithm, issuer)
      if (wrong !== undefined) return wrong
      const verdict = verifyRead(read, {
        keys: issuer.keys,
        issuer: issuer.names,
        audience: issuer.audience,
        types: issuer.types,
        clock,
        clockTolerance: issuer.clockTolerance,
      })
      return whenDone(verdict, (settled) =>
        settled.ok ? { ok: true, issuer, payload: settled.payload } : settled,
      )
    },
  }
}

/** What another issuer may sign with is nothing to this one. */
const checkAlgorithm = (algorithm: Algorithm, { algorithms: accepted }: Issuer): JwtRefused | undefined =>
  accepted.includes(algorithm) ? undefined : refuseAlgorithm(algorithm, accepted)
