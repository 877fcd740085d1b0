import type { PublicJwk } from '@latchkey/contract'
import type { Millis } from '../model/time.js'

export type SigningAlgorithm = 'ES256' | 'RS256' | 'EdDSA'

/** One key pair that signs, will sign or has signed access JWTs. */
export interface SigningKey {
  readonly kid: string
  /** 1, 2, 3 … in order of birth. */
  readonly sequence: number
  readonly algorithm: SigningAlgorithm
  readonly publicJwk: PublicJwk
  /** PKCS #8 PEM, sealed. */
  readonly sealedPrivateKey: string
  readonly createdAt: Millis
  /** Signs from this moment until the next key does. Published from its birth. */
  readonly signsFrom: Millis
}

export interface SigningKeys {
  /** Every key that is kept, in order of sequence. */
  list(): Promise<readonly SigningKey[]>
  /** `taken`: another process added a key with this sequence first; nothing was written. */
  add(key: SigningKey): Promise<'added' | 'taken'>
  /** Drops keys that no living token can carry. */
  drop(kids: readonly string[]): Promise<void>
}
