import { z } from 'zod'
import { type NewPersonFields, newPersonFields } from './new-person-fields.js'
import type { PeopleDirectory } from './people-directory.js'

/** What came of the form: somebody, or a sentence for each field that could not be accepted. */
export type NewPersonOutcome<P> =
  | { readonly kind: 'added'; readonly person: P }
  | { readonly kind: 'refused'; readonly errors: NewPersonErrors }

export interface NewPersonErrors {
  readonly name?: string | undefined
  readonly email?: string | undefined
}

/** Checks what was typed and adds the person to the list. */
export const addNewPerson = <P>(people: PeopleDirectory<P>, typed: NewPersonFields): NewPersonOutcome<P> => {
  const parsed = newPersonFields.safeParse(typed)
  if (!parsed.success) {
    const { name, email } = z.flattenError(parsed.error).fieldErrors
    return { kind: 'refused', errors: { name: name?.[0], email: email?.[0] } }
  }
  const outcome = people.typeIn(parsed.data)
  switch (outcome.kind) {
    case 'typed-in':
      return { kind: 'added', person: outcome.person }
    case 'address-taken': {
      const { name } = people.kind.cardOf(outcome.holder)
      return {
        kind: 'refused',
        errors: { email: `This address belongs to ${name}. Choose them from the list.` },
      }
    }
    case 'not-admitted':
      return { kind: 'refused', errors: { email: outcome.sentence } }
  }
}
