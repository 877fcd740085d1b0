import { type AdminUserDetail, AuthError } from '@latchkey/contract'
import { isApiKeySession } from '../../model/api-key.js'
import { permissionsOf, type Roles } from '../../model/roles.js'
import { livenessOf, type SessionPolicy } from '../../model/session.js'
import { toMoment } from '../../model/time.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Clock } from '../../ports/clock.js'
import type { DjangoAccounts } from '../../ports/django-accounts.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Sessions } from '../../ports/sessions.js'
import type { UserAgents } from '../../ports/user-agents.js'
import { type Providers, providerName } from '../../sign-in/social/provider.js'
import { identityId } from '../steps/identity-id.js'
import { describeLiveKey, describeLiveSession } from './steps/describe-held.js'
import { describeUser } from './steps/describe-user.js'
import { readTargetId } from './steps/hold-target.js'

export interface ReadUserDeps {
  readonly accounts: Pick<Accounts, 'findById' | 'findPassword' | 'listIdentities' | 'listLoginNames'>
  readonly djangoAccounts: Pick<DjangoAccounts, 'findByUser'>
  readonly sessions: Pick<Sessions, 'listOf'>
  readonly sessionPolicy: SessionPolicy
  readonly userAgents: UserAgents
  readonly providers: Providers
  readonly roles: Roles
  readonly secrets: Secrets
  readonly clock: Clock
}

/** Everything that operators may know of somebody. @throws AuthError `target_unknown` */
export const readUser = async (deps: ReadUserDeps, text: string): Promise<AdminUserDetail> => {
  const id = readTargetId(text)
  const [user, password, identities, signInNames, django, sessions] = await Promise.all([
    deps.accounts.findById(id),
    deps.accounts.findPassword(id),
    deps.accounts.listIdentities(id),
    deps.accounts.listLoginNames(id),
    deps.djangoAccounts.findByUser(id),
    deps.sessions.listOf(id),
  ])
  if (user === undefined) throw new AuthError('target_unknown', { detail: id })
  const now = deps.clock.now()
  const live = sessions.filter((session) => livenessOf(session, deps.sessionPolicy, now) === 'live')
  return {
    ...describeUser(user),
    permissions: [...permissionsOf(user.roles, deps.roles)].sort(),
    hasPassword: password !== undefined,
    signInNames: [...signInNames],
    djangoId: django?.id ?? null,
    identities: identities.map((identity) => ({
      id: identityId(deps.secrets, identity),
      provider: identity.provider,
      providerName: providerName(deps.providers(), identity.provider),
      subject: identity.subject,
      name: identity.name,
      email: identity.email,
      createdAt: toMoment(identity.createdAt),
      lastUsedAt: toMoment(identity.lastUsedAt),
    })),
    sessions: live
      .filter((session) => !isApiKeySession(session))
      .map((session) => describeLiveSession(deps, session, user)),
    apiKeys: live.filter(isApiKeySession).map((session) => describeLiveKey(session, user)),
  }
}
