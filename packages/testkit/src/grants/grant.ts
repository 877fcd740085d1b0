import type { Person } from '../people/person.js'
import type { Millis } from '../time.js'
import type { AuthorizationRequest } from './authorization-request.js'

/** What a person allowed by choosing themselves. */
export interface Grant {
  readonly request: AuthorizationRequest
  readonly person: Person
  readonly grantedAt: Millis
}
