import { identityKey } from '../ports/imports.js'
import { type Candidate, CLAIM_STRENGTH } from './candidate.js'
import type { Elections } from './elections.js'
import type { Note } from './note.js'

/** Leaves to somebody what they have won, and notes the rest. What an address is to its loser: something they say. */
export const applyElections = (candidate: Candidate, { winnerOf }: Elections): Candidate => {
  const notes: Note[] = [...candidate.notes]
  const mine = (prize: Parameters<typeof winnerOf>[0], key: string, kind: Note['kind']): boolean => {
    const winner = winnerOf(prize, key)
    if (winner === candidate.sourceId || winner === undefined) return true
    notes.push({ kind, detail: winner })
    return false
  }
  const { address, django } = candidate
  const keepsAddress =
    address === null || address.strength === 0 || mine('address', address.key, 'address_shared')
  const names = candidate.names.filter(({ name }) => mine('name', name, 'name_held'))
  const identities = candidate.identities.filter((identity) =>
    mine('identity', identityKey(identity), 'identity_held'),
  )
  const keepsUsername =
    !django?.username || [undefined, candidate.sourceId].includes(winnerOf('username', django.username))
  return {
    ...candidate,
    address: keepsAddress || address === null ? address : { ...address, strength: CLAIM_STRENGTH.nobody },
    names,
    identities,
    django: keepsUsername || django === null ? django : { ...django, username: null },
    notes,
  }
}
