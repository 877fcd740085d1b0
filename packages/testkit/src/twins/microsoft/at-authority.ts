import { pathPrefixOf } from '../../http/path-prefix-of.js'
import type { PeopleDirectory } from '../../people/people-directory.js'
import type { MicrosoftProvider } from './create-microsoft-provider.js'
import type { MicrosoftPerson } from './microsoft-person.js'
import { type Authority, admits, issuerOf, pathOf, tenantOfAddress } from './tenants.js'

const peopleAt = (
  authority: Authority,
  people: PeopleDirectory<MicrosoftPerson>,
): PeopleDirectory<MicrosoftPerson> => {
  const isAdmitted = (person: MicrosoftPerson | undefined): person is MicrosoftPerson =>
    person !== undefined && admits(authority, person.tid)
  const among = (person: MicrosoftPerson | undefined) => (isAdmitted(person) ? person : undefined)
  return {
    kind: people.kind,
    all: () => people.all().filter(isAdmitted),
    find: (subject) => among(people.find(subject)),
    findByAddress: (email) => among(people.findByAddress(email)),
    typeIn: (fields) =>
      admits(authority, tenantOfAddress(fields.email))
        ? people.typeIn(fields)
        : { kind: 'not-admitted', sentence: 'There is no account with such an address in this directory.' },
  }
}

/**
 * What can be seen of the provider at one of its authorities: who may sign in, and which issuer it names.
 * https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols#endpoints
 */
export const atAuthority = (provider: MicrosoftProvider, authority: Authority): MicrosoftProvider => ({
  ...provider,
  authority,
  issuer: issuerOf(provider.url, authority),
  people: peopleAt(authority, provider.people),
  choosePath: `${pathPrefixOf(provider.url)}/${pathOf(authority)}/choose`,
})
