import { parseAddress } from '../model/address.js'
import { CLAIM_STRENGTH } from './candidate.js'
import { isLinked } from './digest.js'
import type { Note } from './note.js'
import type { Settled } from './settle.js'

/** What is told of somebody: their notes, and how they get in where it is not by what they did there. */
export const tellWayIn = (person: Settled): readonly Note[] => {
  const { candidate, notes } = person
  const lostAddress = notes.some(({ kind }) => kind === 'address_shared' || kind === 'address_held')
  if (hasWayIn(person, lostAddress)) {
    const isUnproven = candidate.address?.strength === CLAIM_STRENGTH.nobody && !lostAddress
    return isUnproven ? [{ kind: 'address_unproven' }, ...notes] : notes
  }
  const canReset = !lostAddress && hasAddressAsName(person)
  return [
    { kind: canReset ? 'sign_in_after_reset' : 'sign_in_never' },
    ...notes.filter(({ kind }) => kind !== 'password_none'),
  ]
}

/** Of somebody known, what was written at an earlier import is not looked up again: what the source says counts. */
const hasWayIn = (person: Settled, lostAddress: boolean): boolean => {
  const { candidate, outcome, digest } = person
  if (isLinked(digest) || candidate.passwordHash !== null) return true
  if (outcome === 'new') return person.identities.length > 0 || person.provesAddress
  const isProven = candidate.address !== null && candidate.address.strength > CLAIM_STRENGTH.nobody
  return candidate.identities.length > 0 || (isProven && !lostAddress)
}

/** A link to set a password goes to an unproven address only of who can sign in with it. */
const hasAddressAsName = ({ candidate, outcome, names }: Settled): boolean => {
  const { address } = candidate
  const own = outcome === 'unchanged' ? candidate.names.map(({ name }) => name) : names
  return address !== null && own.some((name) => parseAddress(name)?.key === address.key)
}
