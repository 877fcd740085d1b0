import { makeDjangoSessionKey } from '../../../forms/django-session-cookie.js'
import { makeDrfToken } from '../../../forms/drf-token.js'
import { DJANGO_CLIENT } from '../../../model/client.js'
import type { DjangoAccount } from '../../../model/django-account.js'
import { type Scopes, usualScopes } from '../../../model/scope.js'
import type { Session } from '../../../model/session.js'
import type { SessionProof } from '../../../model/session-origin.js'
import { DAY, type Millis } from '../../../model/time.js'
import type { User } from '../../../model/user.js'
import type { Log } from '../../../ports/log.js'
import type { TransactionalStores, Transactions } from '../../../ports/storage.js'
import { type OpenSessionDeps, openSession } from '../../steps/open-session.js'
import { type HoldDjangoAccountDeps, holdDjangoAccount } from './hold-django-account.js'

export interface OpenDjangoSessionDeps extends Omit<OpenSessionDeps, 'sessions'>, HoldDjangoAccountDeps {
  readonly storage: Transactions
  readonly scopes: Scopes
  readonly audiences: readonly [string, ...string[]]
  readonly log: Log
}

/** What the person gets to hold. */
export type DjangoForm =
  /** 40 hex digits; lives until it is ended. */
  | { readonly kind: 'drf_token' }
  /** The cookie `sessionid`. */
  | { readonly kind: 'session_cookie'; readonly lifetime: Millis }
  /** A JWT that is renewed or shown again: the door makes it of the session. Unused for so long it is over. */
  | { readonly kind: 'jwt'; readonly lifetime: Millis; readonly idleLimit: Millis }

/** How the person came in, and what they get. */
export interface DjangoSessionRequest {
  readonly form: DjangoForm
  /** Whether every other session of the person at this door ends. */
  readonly endOthers?: boolean
  /** What the browser held until now. */
  readonly replaces?: readonly Session[]
  readonly userAgent: string | undefined
}

/** Somebody who has signed in at the Django door. */
export interface SignedInDjango {
  readonly user: User
  readonly account: DjangoAccount
  readonly session: Session
  /** The opaque token, where the form is one. */
  readonly opaqueToken: string | undefined
}

/** Longer than anybody lives: Django REST framework's tokens have no end of their own. */
const WITHOUT_END: Millis = 200 * 365 * DAY

/** User → account and session, inside a transaction: what the browser held before ends. */
export const openDjangoSession = async (
  deps: OpenDjangoSessionDeps,
  stores: TransactionalStores,
  request: DjangoSessionRequest & {
    readonly user: User
    readonly proof: SessionProof
  },
): Promise<SignedInDjango> => {
  const { user, form, endOthers = false, replaces = [], proof, userAgent } = request
  const now = deps.clock.now()
  const account = await holdDjangoAccount(deps, stores, user)
  for (const { id } of replaces) await stores.sessions.end(id, 'replaced', now)
  if (endOthers) await stores.sessions.endAllOfClient(user.id, DJANGO_CLIENT, 'replaced', now)
  const { text, opaque } = makeForm(deps, form)
  const session = await openSession(
    { ...deps, sessions: stores.sessions },
    {
      user,
      clientId: DJANGO_CLIENT,
      scopes: usualScopes(deps.scopes),
      audience: deps.audiences[0],
      proof,
      userAgent,
      opaque,
    },
  )
  await stores.djangoAccounts.recordLogin(user.id, now)
  return { user, account, session, opaqueToken: text }
}

const makeForm = ({ secrets }: OpenDjangoSessionDeps, form: DjangoForm) => {
  switch (form.kind) {
    case 'drf_token': {
      const { text, hash } = makeDrfToken(secrets)
      return { text, opaque: { hash, idleLimit: WITHOUT_END, lifetime: WITHOUT_END } }
    }
    case 'session_cookie': {
      const { text, hash } = makeDjangoSessionKey(secrets)
      return { text, opaque: { hash, idleLimit: form.lifetime, lifetime: form.lifetime } }
    }
    case 'jwt':
      return { text: undefined, opaque: { hash: null, idleLimit: form.idleLimit, lifetime: form.lifetime } }
  }
}
