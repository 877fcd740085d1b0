import { avatarPath } from './avatar-path.js'
import type { NewPersonFields } from './new-person-fields.js'
import type { PersonKind } from './person-kind.js'

/** Beyond this many, whoever was typed in first leaves the list. They come back by typing the address again. */
const MAX_TYPED_IN = 100

/** Everyone who can sign in: the cast, and whoever was typed in since the start. */
export interface PeopleDirectory<P> {
  readonly kind: PersonKind<P>
  all(): readonly P[]
  find(subject: string): P | undefined
  findByAddress(email: string): P | undefined
  /** Adds somebody, or renames whoever was typed in under the address before. The cast stays as it is. */
  typeIn(fields: NewPersonFields): TypeInOutcome<P>
}

export type TypeInOutcome<P> =
  | { readonly kind: 'typed-in'; readonly person: P }
  | { readonly kind: 'address-taken'; readonly holder: P }
  /** Nobody with such an address may sign in at this place. The sentence is for whoever typed it. */
  | { readonly kind: 'not-admitted'; readonly sentence: string }

/** @param url where the provider's own pictures are served */
export const createPeopleDirectory = <P>(
  cast: readonly P[],
  kind: PersonKind<P>,
  url: string,
): PeopleDirectory<P> => {
  const typedIn = new Map<string, P>()
  const all = () => [...cast, ...typedIn.values()]
  const holds = (email: string) => (person: P) =>
    kind.addressOf(person)?.toLowerCase() === email.toLowerCase()
  const pictureOf = (subject: string) => url + avatarPath(subject)

  return {
    kind,
    all,
    find: (subject) => all().find((person) => kind.subjectOf(person) === subject),
    findByAddress: (email) => all().find(holds(email)),
    typeIn(fields) {
      const holder = cast.find(holds(fields.email))
      if (holder !== undefined) return { kind: 'address-taken', holder }
      const person = kind.fromTyped(fields, { url, pictureOf })
      typedIn.set(kind.subjectOf(person), person)
      const [oldest] = typedIn.keys()
      if (typedIn.size > MAX_TYPED_IN && oldest !== undefined) typedIn.delete(oldest)
      return { kind: 'typed-in', person }
    },
  }
}
