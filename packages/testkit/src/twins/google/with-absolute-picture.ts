import type { Person } from './person.js'

/** Completes a picture that the provider serves itself, whose address is known only once it listens. */
export const withAbsolutePicture = (person: Person, url: string): Person =>
  person.picture?.startsWith('/') ? { ...person, picture: url + person.picture } : person
