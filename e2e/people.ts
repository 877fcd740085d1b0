/** Somebody with an address and a password. */
export interface Person {
  readonly name: string
  readonly email: string
  readonly password: string
}

let count = 0

/** Somebody nobody knows yet. Every one has an address of their own. */
export function newPerson(name = 'Edith Quill'): Person {
  count += 1
  return { name, email: `person-${count}@example.com`, password: `a heron stood in reed bed ${count}` }
}
