import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { AUDIENCE, ISSUER, SECONDS } from '../signer.js'

export type DraftAlgorithm = 'ES256' | 'RS256' | 'PS256' | 'EdDSA'

/** One key a kind, and keys of a stranger that nobody was told about. */
export interface DraftKeys {
  readonly own: Readonly<Record<DraftAlgorithm, KeyObject>>
  readonly strangers: Readonly<Record<DraftAlgorithm, KeyObject>>
  /** As the issuer publishes them. */
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] }
  /** What a confused verifier would take for a shared secret. */
  readonly pem: string
}

/** A token that is being written. Deviations change it before and after it is signed. */
export interface Draft {
  header: Record<string, unknown>
  claims: Record<string, unknown>
  /** Instead of the JSON of the header, or of the claims. */
  headerText?: string | Buffer
  claimsText?: string | Buffer
  signWith: KeyObject | { readonly secret: string }
  /** How it is really signed, whatever the header says. */
  readonly alg: DraftAlgorithm
  /** What becomes of the signature, and of the token that was put together. */
  changeSignature?: (signature: Buffer) => Buffer
  changeToken?: (token: string) => string
}

const kinds: Readonly<Record<DraftAlgorithm, () => { privateKey: KeyObject; publicKey: KeyObject }>> = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  EdDSA: () => generateKeyPairSync('ed25519'),
}
export const draftAlgorithms = Object.keys(kinds) as DraftAlgorithm[]

export const makeDraftKeys = (): DraftKeys => {
  const pairs = () => Object.fromEntries(draftAlgorithms.map((alg) => [alg, kinds[alg]()]))
  const own = pairs()
  const privateOf = (from: typeof own) =>
    Object.fromEntries(
      Object.entries(from).map(([alg, { privateKey }]) => [alg, privateKey]),
    ) as DraftKeys['own']
  return {
    own: privateOf(own),
    strangers: privateOf(pairs()),
    jwks: {
      keys: Object.entries(own).map(([alg, { publicKey }]) => ({
        ...publicKey.export({ format: 'jwk' }),
        kid: `key-${alg}`,
        alg,
        use: 'sig',
      })),
    },
    pem: String(own['RS256']?.publicKey.export({ type: 'spki', format: 'pem' })),
  }
}

/** The draft of a token every party accepts. */
export const honestDraft = (alg: DraftAlgorithm, keys: DraftKeys): Draft => ({
  alg,
  signWith: keys.own[alg],
  header: { alg, typ: 'at+jwt', kid: `key-${alg}` },
  claims: {
    iss: ISSUER,
    sub: 'usr_018f0000000000000000000000000001',
    aud: AUDIENCE,
    iat: SECONDS - 60,
    exp: SECONDS + 600,
    jti: 'j',
    client_id: 'web',
    scope: 'openid',
  },
})

/** Puts a draft together and signs it. */
export const finish = (draft: Draft): string => {
  const input = `${encode(draft.headerText ?? JSON.stringify(draft.header))}.${encode(draft.claimsText ?? JSON.stringify(draft.claims))}`
  const signature = signatureOf(draft, Buffer.from(input))
  const token = `${input}.${(draft.changeSignature?.(signature) ?? signature).toString('base64url')}`
  return draft.changeToken?.(token) ?? token
}

const encode = (part: string | Buffer): string => Buffer.from(part).toString('base64url')

const signatureOf = ({ alg, signWith: key }: Draft, input: Buffer): Buffer => {
  if ('secret' in key) return createHmac('sha256', key.secret).update(input).digest()
  switch (alg) {
    case 'ES256':
      return sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' })
    case 'PS256':
      return sign('sha256', input, {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      })
    default:
      return sign(alg === 'EdDSA' ? null : 'sha256', input, key)
  }
}
