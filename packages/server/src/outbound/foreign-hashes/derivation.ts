/** A way to make a key of a password that is slow on purpose: the scheme with everything its cost hangs on, and no salt. */
export interface Derivation {
  /** Names scheme and parameters: what has the same name costs the same. */
  readonly name: string
  /** Off the event loop. */
  derive(password: Uint8Array, salt: Uint8Array): Promise<Uint8Array>
}
