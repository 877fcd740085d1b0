import { createHmac } from 'node:crypto'
import { AuthError } from '@latchkey/contract'
import { type JWTHeaderParameters, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createGuard } from '../src/create-guard.js'
import type { Guard } from '../src/guard.js'
import type { Issuer } from '../src/issuers/issuer.js'
import { oidc } from '../src/issuers/oidc.js'
import type { Algorithm } from '../src/jwt/algorithms.js'
import type { KeySource } from '../src/keys/key-source.js'
import { createLocalKeys } from '../src/keys/local-keys.js'
import type { Principal } from '../src/principal.js'
import { createSigner, encode, NOW, SECONDS, type Signer } from './signer.js'

type Members = Readonly<Record<string, unknown>>

/** An access token as an issuer really writes it, but for its times, which are always these. */
export interface SampleToken {
  readonly header: Members
  readonly claims: Members
}

/** How a preset is tested. */
export interface PresetRules {
  /** The issuer, with keys that are at hand. */
  readonly issuer: (keys: KeySource) => Issuer
  readonly sample: SampleToken
  /** Default: RS256. */
  readonly alg?: Algorithm
  /** Which claim names the API. Default: `aud`. */
  readonly audienceClaim?: string
  /** Which claims name the person. Default: `sub`. */
  readonly subjectClaims?: readonly string[]
}

/** What a guard makes of a token that deviates from the sample. */
export interface TriedPreset {
  /** The principal. @throws what the guard refuses with */
  read(claims?: Members, header?: Members): Promise<Principal>
  /** The code of the refusal and its detail, or `accepted`. */
  refusalOf(claims?: Members, header?: Members): Promise<string>
}

const times = { iat: SECONDS, exp: SECONDS + 3600 }

const outcome = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'accepted',
    (error: unknown) => {
      if (!(error instanceof AuthError)) throw error
      return `${error.code}: ${error.detail}`
    },
  )

/** What every preset promises, whoever the issuer is; its own rules are in the test beside it. */
export function describePreset(
  kind: string,
  rules: PresetRules,
  own: (tried: TriedPreset) => void = () => {},
): void {
  const { sample, alg = 'RS256', audienceClaim = 'aud', subjectClaims = ['sub'] } = rules
  const otherAlg = alg === 'ES256' ? 'RS256' : 'ES256'

  describe(`the preset ${kind}`, () => {
    let signer: Signer
    let inOtherAlgorithm: Signer
    let stranger: Signer
    let guard: Guard

    const sign = (by: Signer, claims: Members = {}, header: Members = {}): Promise<string> =>
      new SignJWT({ ...times, ...sample.claims, ...claims })
        .setProtectedHeader({ alg: by.alg, kid: by.kid, ...sample.header, ...header } as JWTHeaderParameters)
        .sign(by.privateKey)
    const verify = async (token: Promise<string>) => guard.verify(await token)
    const tried: TriedPreset = {
      read: (claims, header) => verify(sign(signer, claims, header)),
      refusalOf: (claims, header) => outcome(verify(sign(signer, claims, header))),
    }

    beforeAll(async () => {
      signer = await createSigner(alg, 'its-key')
      inOtherAlgorithm = await createSigner(otherAlg, 'its-other-key')
      stranger = await createSigner(alg, 'key-of-another')
      guard = createGuard({
        issuers: [
          rules.issuer(createLocalKeys({ keys: [signer.jwk, inOtherAlgorithm.jwk] })),
          oidc({
            issuer: 'https://other.example.com',
            audience: String([sample.claims[audienceClaim]].flat()[0]),
            algorithms: ['ES256', 'RS256'],
            keys: createLocalKeys({ keys: [stranger.jwk] }),
          }),
        ],
        clock: () => NOW,
      })
    })

    it('accepts what the issuer writes', async () => {
      const principal = await tried.read()
      expect(principal.issuer).toBe(sample.claims['iss'])
      expect(principal.userId).toBe(`${sample.claims['iss']}|${principal.subject}`)
    })

    it('knows its issuer to the letter', async () => {
      const iss = String(sample.claims['iss'])
      const withOrWithoutSlash = iss.endsWith('/') ? iss.slice(0, -1) : `${iss}/`
      for (const other of [
        withOrWithoutSlash,
        iss.toUpperCase(),
        iss.replace('https:', 'http:'),
        [iss],
        undefined,
      ])
        expect(await tried.refusalOf({ iss: other }), String(other)).toMatch(/^token_issuer_mismatch/)
    })

    it('refuses a token for another API', async () => {
      expect(await tried.refusalOf({ [audienceClaim]: 'somebody-else' })).toMatch(/^token_audience_mismatch/)
      expect(await tried.refusalOf({ [audienceClaim]: undefined })).toMatch(/^token_claims_invalid/)
      expect(await tried.refusalOf({ [audienceClaim]: 7 })).toMatch(/^token_claims_invalid/)
    })

    it('refuses a token without a person, and one whose person is no text', async () => {
      const withValue = (value: unknown) => Object.fromEntries(subjectClaims.map((name) => [name, value]))
      for (const value of [undefined, '', 7, null, ['a']])
        expect(await tried.refusalOf(withValue(value)), String(value)).toMatch(/^token_claims_invalid/)
    })

    it('refuses a token that is over, and one that does not say', async () => {
      expect(await tried.refusalOf({ exp: SECONDS - 60 })).toMatch(/^token_expired/)
      expect(await tried.refusalOf({ exp: undefined })).toMatch(/^token_claims_invalid/)
    })

    it(`refuses ${otherAlg}, which another issuer of the guard may use, although the key is published`, async () => {
      expect(await outcome(verify(sign(inOtherAlgorithm)))).toMatch(/^token_algorithm_refused/)
    })

    it('refuses what the key of another issuer signed', async () => {
      expect(await outcome(verify(sign(stranger)))).toMatch(/^token_key_unknown/)
      expect(await outcome(verify(sign(stranger, {}, { kid: signer.kid })))).toMatch(
        /^token_signature_invalid/,
      )
    })

    it('refuses a shared secret, and says what to do', async () => {
      const input = `${encode({ ...sample.header, alg: 'HS256' })}.${encode({ ...times, ...sample.claims })}`
      const secret = signer.publicKey.export({ type: 'spki', format: 'pem' })
      const token = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
      expect(await outcome(guard.verify(token))).toMatch(/^token_algorithm_refused: .*HS256.*key pair/)
    })

    it.each(['logout+jwt', 'secevent+jwt', 'dpop+jwt'])('refuses a token of the type %s', async (typ) => {
      expect(await tried.refusalOf({}, { typ })).toMatch(/^token_type_refused/)
    })

    own(tried)
  })
}
