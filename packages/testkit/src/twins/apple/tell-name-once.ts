import type { Answer } from '../../http/answer-rules.js'
import type { Switchboard } from '../../misbehaviour/switchboard.js'
import type { ApplePerson } from './apple-person.js'

/** What Apple remembers: who has let this application in before. */
export type Acquainted = Set<string>

/**
 * The `user` that comes along with the first code of a person, and never again. It is not signed: whoever stands
 * between may have written it.
 * https://developer.apple.com/documentation/signinwithapple/incorporating-sign-in-with-apple-into-other-platforms
 *
 *     {"name":{"firstName":"Mara","lastName":"Lindqvist"},"email":"mara_lindqvist@gmail.com"}
 */
export const tellNameOnce = (
  acquainted: Acquainted,
  switches: Switchboard,
  { grant }: Answer<ApplePerson>,
): { readonly user?: string } => {
  const { person, request } = grant
  const asksName = request.scopes.includes('name')
  const asksEmail = request.scopes.includes('email')
  if (acquainted.has(person.sub) || !(asksName || asksEmail)) return {}
  acquainted.add(person.sub)
  const tellsEmail = asksEmail && person.email !== undefined && !switches.current().noEmail
  return {
    user: JSON.stringify({
      ...(asksName && { name: { firstName: person.firstName, lastName: person.lastName } }),
      ...(tellsEmail && { email: person.email }),
    }),
  }
}
