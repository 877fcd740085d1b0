/** The roles of a user, and who gave them. */
export interface HeldRoles {
  readonly all: readonly string[]
  /** Those of them that the identity gave which is signing in, or going. */
  readonly fromIdentity: readonly string[]
  /** Those that other identities of the user give. */
  readonly fromOthers: readonly string[]
}

/** What the user has from now on, and what of it the identity gave. */
export interface RolesAfter {
  readonly all: readonly string[]
  readonly fromIdentity: readonly string[]
}

/**
 * A provider says anew which roles it gives. What it gave before and gives no more goes, unless another identity gives it; what was given here
 * stays, and is not the provider's to take, even if it names it too.
 */
export const giveRoles = (held: HeldRoles, given: readonly string[]): RolesAfter => {
  const isOwn = (role: string) =>
    held.all.includes(role) && !held.fromIdentity.includes(role) && !held.fromOthers.includes(role)
  const kept = held.all.filter(
    (role) => isOwn(role) || held.fromOthers.includes(role) || given.includes(role),
  )
  return {
    all: [...new Set([...kept, ...given])],
    fromIdentity: given.filter((role) => !isOwn(role)),
  }
}
