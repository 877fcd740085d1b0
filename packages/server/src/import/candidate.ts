import type { Address } from '../model/address.js'
import type { Identity } from '../model/identity.js'
import type { DjangoId } from '../model/ids.js'
import type { Millis } from '../model/time.js'
import type { ImportedIdentity, ImportedSession } from './imported-user.js'
import type { Note } from './note.js'

/** How good a claim on an address is: of two people of one source the better one gets it. */
export const CLAIM_STRENGTH = { nobody: 0, operator: 1, proven: 2 } as const

/**
 * How good a claim on a name to sign in with is: a name of one's own goes before an address, and anybody's address before a username
 * that looks like one.
 */
export const NAME_STRENGTH = { otherAddress: 0, address: 1, username: 2 } as const

export interface ClaimedName {
  readonly name: string
  readonly strength: number
}

/** Somebody whose every field could be kept here. What could not stands in the notes. */
export interface Candidate {
  readonly sourceId: string
  readonly address: (Address & { readonly strength: number }) | null
  readonly names: readonly ClaimedName[]
  readonly name: string | null
  readonly picture: string | null
  readonly passwordHash: string | null
  readonly suspended: boolean
  readonly createdAt: Millis | null
  readonly lastLoginAt: Millis | null
  readonly roles: readonly string[]
  readonly identities: readonly ImportedIdentity[]
  readonly sessions: readonly ImportedSession[]
  readonly django: CandidateDjango | null
  readonly notes: readonly Note[]
}

export interface CandidateDjango {
  readonly id: DjangoId
  readonly username: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly authProvider: string | null
}

export const identityOf = ({ provider, subject }: Identity): Identity => ({ provider, subject })
