import type { NewPersonFields } from './new-person-fields.js'

/** What the page shows of somebody. */
export interface PersonCard {
  readonly name: string
  /** Stands below the name: an address, or what the provider has instead. */
  readonly detail: string
  /** Something an application should notice about this person. */
  readonly badge?: string | undefined
  /** What the picture shows: the first character of each is drawn. */
  readonly initials: readonly string[]
}

/** How one provider knows people. */
export interface PersonKind<P> {
  /** What stands for this person and nobody else. */
  subjectOf(person: P): string
  /** Undefined for somebody without one. */
  addressOf(person: P): string | undefined
  cardOf(person: P): PersonCard
  /** Makes somebody of what was typed: the same address is the same person next time. */
  fromTyped(fields: NewPersonFields, place: PersonPlace): P
}

/** What is known only once the twin listens. */
export interface PersonPlace {
  /** Where the twin listens. */
  readonly url: string
  /** Where the picture of a subject is served. */
  pictureOf(subject: string): string
}
