import type { RotateSigningKeyDeps } from './rotate-signing-key.js'

/**
 * Makes the signing key of a new database; one that has keys stays as it is. Any number of processes may start on a new
 * database in the same moment: the key of one of them is the key of all.
 */
export const makeFirstSigningKey = async (deps: RotateSigningKeyDeps): Promise<void> => {
  if ((await deps.signingKeys.list()).length > 0) return
  const now = deps.clock.now()
  await deps.signingKeys.add(deps.keyFactory.create({ sequence: 1, createdAt: now, signsFrom: now }))
}
