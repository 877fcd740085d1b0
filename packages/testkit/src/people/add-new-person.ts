import { z } from 'zod'
import type { PeopleDirectory } from './people-directory.js'
import { type NewPersonFields, newPersonFields, type Person } from './person.js'

/** What came of the form: somebody, or a sentence for each field that could not be accepted. */
export type NewPersonOutcome =
  | { readonly kind: 'added'; readonly person: Person }
  | { readonly kind: 'refused'; readonly errors: NewPersonErrors }

export interface NewPersonErrors {
  readonly name?: string | undefined
  readonly email?: string | undefined
}

/** Checks what was typed and adds the person to the list. */
export const addNewPerson = (people: PeopleDirectory, typed: NewPersonFields): NewPersonOutcome => {
  const parsed = newPersonFields.safeParse(typed)
  if (!parsed.success) {
    const { name, email } = z.flattenError(parsed.error).fieldErrors
    return { kind: 'refused', errors: { name: name?.[0], email: email?.[0] } }
  }
  const outcome = people.typeIn(parsed.data)
  if (outcome.kind === 'typed-in') return { kind: 'added', person: outcome.person }
  const sentence = `This address belongs to ${outcome.holder.name}. Choose them from the list.`
  return { kind: 'refused', errors: { email: sentence } }
}
