import { avatarPath } from './avatar-path.js'
import type { NewPersonFields, Person } from './person.js'
import { subjectForAddress } from './subject-for-address.js'
import { withAbsolutePicture } from './with-absolute-picture.js'

/** Beyond this many, whoever was typed in first leaves the list. They come back by typing the address again. */
const MAX_TYPED_IN = 100

/** Everyone who can sign in: the cast, and whoever was typed in since the start. */
export interface PeopleDirectory {
  all(): readonly Person[]
  find(sub: string): Person | undefined
  findByAddress(email: string): Person | undefined
  /** Adds somebody, or renames whoever was typed in under the address before. The cast stays as it is. */
  typeIn(fields: NewPersonFields): TypeInOutcome
}

export type TypeInOutcome =
  | { readonly kind: 'typed-in'; readonly person: Person }
  | { readonly kind: 'address-taken'; readonly holder: Person }

const holds = (email: string) => (person: Person) => person.email.toLowerCase() === email.toLowerCase()

/** @param url where the provider's own pictures are served */
export const createPeopleDirectory = (cast: readonly Person[], url: string): PeopleDirectory => {
  const members = cast.map((person) => withAbsolutePicture(person, url))
  const typedIn = new Map<string, Person>()
  const all = () => [...members, ...typedIn.values()]

  return {
    all,
    find: (sub) => all().find((person) => person.sub === sub),
    findByAddress: (email) => all().find(holds(email)),
    typeIn({ name, email, emailVerified }) {
      const holder = members.find(holds(email))
      if (holder !== undefined) return { kind: 'address-taken', holder }
      const sub = subjectForAddress(email)
      const [givenName = name, ...rest] = name.split(/\s+/)
      const person: Person = {
        sub,
        email,
        emailVerified,
        name,
        givenName,
        ...(rest.length > 0 && { familyName: rest.join(' ') }),
        picture: url + avatarPath(sub),
      }
      typedIn.set(sub, person)
      const [oldest] = typedIn.keys()
      if (typedIn.size > MAX_TYPED_IN && oldest !== undefined) typedIn.delete(oldest)
      return { kind: 'typed-in', person }
    },
  }
}
