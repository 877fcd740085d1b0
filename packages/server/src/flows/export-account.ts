import type { AccountExport } from '@latchkey/contract'
import { isApiKeySession } from '../model/api-key.js'
import type { DjangoAccount } from '../model/django-account.js'
import type { Session } from '../model/session.js'
import { toMoment, toMomentOrNull } from '../model/time.js'
import { toAccountUser, type User } from '../model/user.js'
import type { Accounts } from '../ports/accounts.js'
import type { Clock } from '../ports/clock.js'
import type { DjangoAccounts } from '../ports/django-accounts.js'
import type { Outbox } from '../ports/outbox.js'
import type { Sessions } from '../ports/sessions.js'
import type { UserAgents } from '../ports/user-agents.js'
import { describeApiKey } from './steps/describe-api-key.js'
import { describeSession } from './steps/describe-session.js'

export interface ExportAccountDeps {
  readonly accounts: Pick<Accounts, 'findPassword' | 'listIdentities' | 'listLoginNames'>
  readonly djangoAccounts: Pick<DjangoAccounts, 'findByUser'>
  readonly sessions: Pick<Sessions, 'listOf'>
  readonly outbox: Pick<Outbox, 'listOf'>
  readonly userAgents: UserAgents
  readonly clock: Clock
}

/** Everything that is kept about a person, but for secrets (GDPR, article 20). */
export const exportAccount = async (deps: ExportAccountDeps, user: User): Promise<AccountExport> => {
  const [password, identities, signInNames, djangoAccount, sessions, mails] = await Promise.all([
    deps.accounts.findPassword(user.id),
    deps.accounts.listIdentities(user.id),
    deps.accounts.listLoginNames(user.id),
    deps.djangoAccounts.findByUser(user.id),
    deps.sessions.listOf(user.id),
    // What goes to an address the person has not proved is another's business.
    deps.outbox.listOf({ userId: user.id, address: user.emailVerifiedAt === null ? null : user.email }),
  ])
  return {
    exportedAt: toMoment(deps.clock.now()),
    user: toAccountUser(user),
    hasPassword: password !== undefined,
    roles: [...user.roles],
    signInNames: [...signInNames],
    djangoAccount: djangoAccount === undefined ? null : describeDjangoAccount(djangoAccount),
    identities: identities.map((identity) => ({
      ...identity,
      createdAt: toMoment(identity.createdAt),
      lastUsedAt: toMoment(identity.lastUsedAt),
    })),
    sessions: sessions
      .filter((session) => !isApiKeySession(session))
      .map((session) => ({
        ...describeSession(deps, session),
        // What an operator works with is their own.
        userAgent: session.actor === null ? session.userAgent : null,
        ...describeEnd(session),
      })),
    apiKeys: sessions
      .filter(isApiKeySession)
      .map((session) => ({ ...describeApiKey(session), ...describeEnd(session) })),
    messages: mails.map(({ intent, to, createdAt, outcome, settledAt }) => ({
      kind: intent.kind,
      to,
      createdAt: toMoment(createdAt),
      sentAt: outcome === 'sent' && settledAt !== null ? toMoment(settledAt) : null,
    })),
  }
}

const describeEnd = ({ endedAt, endReason }: Session) => ({
  endedAt: toMomentOrNull(endedAt),
  endReason,
})

const describeDjangoAccount = (account: DjangoAccount): AccountExport['djangoAccount'] => {
  const { id, username, firstName, lastName, authProvider, joinedAt, lastLoginAt } = account
  return {
    id,
    username,
    firstName,
    lastName,
    authProvider,
    joinedAt: toMoment(joinedAt),
    lastLoginAt: toMomentOrNull(lastLoginAt),
  }
}
