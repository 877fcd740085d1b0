import { auth0, createGuard, type Guard, latchkey, type PrincipalWithUser } from '@latchkey/guard'
import type { Person, PersonStore } from './person-store.js'
import type { Settings } from './read-settings.js'

export type Caller = PrincipalWithUser<Person>

/** Accepts access tokens of the Latchkey server and, where one is configured, of an Auth0 tenant, side by side. */
export const createTodoGuard = (settings: Settings, people: PersonStore): Guard<Caller> =>
  createGuard({
    issuers: [
      latchkey({ issuer: settings.LATCHKEY_ISSUER, audience: settings.TODO_API_AUDIENCE }),
      ...(settings.AUTH0_DOMAIN === undefined
        ? []
        : // Its access tokens do not tell a name: it is asked for once, when somebody is new.
          [auth0({ domain: settings.AUTH0_DOMAIN, audience: settings.TODO_API_AUDIENCE, wants: ['name'] })]),
    ],
    onFirstSight: (person) => people.welcome(person),
    // Refusals then say what was expected and what was seen. Strangers are told the reason only.
    development: settings.NODE_ENV === 'development',
  })

/** What this API knows of its caller. */
export const describeCaller = ({ userId, sessionId, clientId, scopes, amr, user }: Caller) => ({
  userId,
  sessionId,
  clientId,
  scopes,
  amr,
  name: user.name,
  firstSeenAt: user.firstSeenAt,
})
