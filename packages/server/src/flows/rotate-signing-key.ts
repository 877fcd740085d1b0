import type { Millis } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { KeyFactory } from '../ports/key-factory.js'
import type { SigningKey, SigningKeys } from '../ports/signing-keys.js'

export interface RotateSigningKeyDeps {
  readonly signingKeys: Pick<SigningKeys, 'list' | 'add'>
  readonly keyFactory: KeyFactory
  readonly clock: Clock
}

/**
 * Adds the next signing key: published at once, signing only after `publishFor`, so that every verifier has seen it.
 * The key before it stays published until its last token has died.
 *
 * @param publishFor milliseconds between publication and the first signature; 0 replaces a leaked key at once
 */
export const rotateSigningKey = async (
  deps: RotateSigningKeyDeps,
  publishFor: Millis,
): Promise<SigningKey> => {
  for (;;) {
    const newest = (await deps.signingKeys.list()).at(-1)
    const now = deps.clock.now()
    const key = deps.keyFactory.create({
      sequence: (newest?.sequence ?? 0) + 1,
      createdAt: now,
      // After its predecessor, unless it must sign at once: then a predecessor that still waits never signs.
      signsFrom: publishFor === 0 ? now : Math.max(now + publishFor, newest?.signsFrom ?? 0),
    })
    if ((await deps.signingKeys.add(key)) === 'added') return key
    // Another process rotated in the same moment: look again, and follow its key.
  }
}
