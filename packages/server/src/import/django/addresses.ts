import { parseAddress } from '../../model/address.js'
import type { ImportedUser, Proof } from '../imported-user.js'
import type { Note } from '../note.js'
import { readTruth } from '../read-truth.js'
import type { Row } from '../tables/source-tables.js'

type Addresses = Pick<ImportedUser, 'address' | 'otherAddresses'>

/** An address that a provider has proved. */
export interface ProvenByProvider {
  readonly email: string
}

/**
 * Which address is the person's, and whether it is proven: the one in the profile where it is; else one that is; else the one in
 * the profile, which nobody has proved.
 *
 * @param profile what stands in the table of the people
 * @param rows of `account_emailaddress`
 */
export const chooseAddress = (
  profile: { readonly email: string | null; readonly isVerified: boolean },
  rows: readonly Row[],
  proven: readonly ProvenByProvider[],
  notes: Note[],
): Addresses => {
  const verified = rows
    .filter((row) => readTruth(row['verified']) === true)
    .toSorted((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)))
    .flatMap(({ email }) => email ?? [])
  const email = profile.email ?? rows.find(isPrimary)?.['email'] ?? rows[0]?.['email'] ?? null
  const isEmail = (other: string): boolean => email !== null && keyOf(other) === keyOf(email)

  const proof = proofOf(email, { isVerified: profile.isVerified, verified, proven })
  const [fallback] = verified
  const takesOther = proof === 'nobody' && fallback !== undefined
  const chosen = takesOther ? fallback : email
  const others = verified.filter((other) => chosen === null || keyOf(other) !== keyOf(chosen))
  if (takesOther && email !== null) notes.push({ kind: 'address_differs' })
  const left = rows.filter((row) => readTruth(row['verified']) !== true && !isEmail(row['email'] ?? ''))
  if (left.length > 0) notes.push({ kind: 'address_left' })
  return {
    address: chosen === null ? null : { text: chosen, proof: takesOther ? 'source' : proof },
    otherAddresses: takesOther && email !== null ? [email, ...others] : others,
  }
}

const proofOf = (
  email: string | null,
  by: {
    readonly isVerified: boolean
    readonly verified: readonly string[]
    readonly proven: readonly ProvenByProvider[]
  },
): Proof => {
  if (email === null) return 'nobody'
  if (by.isVerified || by.verified.some((other) => keyOf(other) === keyOf(email))) return 'source'
  return by.proven.some((other) => keyOf(other.email) === keyOf(email)) ? 'provider' : 'nobody'
}

const isPrimary = (row: Row): boolean => readTruth(row['primary']) === true

const keyOf = (email: string): string => parseAddress(email)?.key ?? email
