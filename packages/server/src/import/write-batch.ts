import { sealTokens } from '../forms/kept-tokens.js'
import type { DjangoAccount } from '../model/django-account.js'
import type { UserId } from '../model/ids.js'
import type { Millis } from '../model/time.js'
import type { ImportBatch, ImportedProfile, Renewals } from '../ports/imports.js'
import type { Secrets } from '../ports/secrets.js'
import { hadPassword, isLinked, passwordPart } from './digest.js'
import { makeSession, type SessionShape } from './make-session.js'
import type { Settled } from './settle.js'

export interface WriteDeps {
  readonly secrets: Secrets
  readonly batch: ImportBatch
  readonly source: string
  readonly sessionShape: SessionShape
  readonly now: Millis
}

/** What became of people. */
export interface Written {
  /** Known ones of whom something was changed here since, and was left. */
  readonly changedHere: ReadonlySet<UserId>
  readonly sessions: number
}

/** Writes what was settled, all of it or nothing: it takes part in a transaction. */
export const writeBatch = async (deps: WriteDeps, settled: readonly Settled[]): Promise<Written> => {
  const { batch, source, now } = deps
  const fresh = settled.filter(({ outcome }) => outcome === 'new')
  const linked = settled.filter(({ outcome }) => outcome === 'linked')
  const known = settled.filter(({ outcome }) => outcome === 'renewed')

  const renewals = renewalsOf(known, now)
  const renewed = await batch.renew(renewals, now)
  const untouched = known.filter(({ userId }) => renewed.users.has(userId))
  await batch.dropNames(untouched.map(({ userId }) => userId))
  await batch.addRoles(
    linked
      .filter(({ candidate }) => candidate.roles.length > 0)
      .map(({ userId, candidate }) => ({ userId, roles: candidate.roles })),
    now,
  )

  const named = [...fresh, ...linked, ...untouched]
  const touched = [...fresh, ...linked, ...known]
  await batch.add(
    source,
    {
      users: fresh.map((person) => profileOf(person, now)),
      passwords: fresh.flatMap(({ userId, candidate: { passwordHash } }) =>
        passwordHash === null ? [] : [{ userId, hash: passwordHash }],
      ),
      identities: touched.flatMap((person) => identitiesOf(person, now)),
      tokens: touched.flatMap((person) => tokensOf(deps.secrets, person)),
      names: named.flatMap(({ userId, names }) => names.map((name) => ({ userId, name }))),
      accounts: touched.flatMap((person) => accountOf(person, now)),
      records: touched.map(({ candidate, userId, digest }) => ({
        sourceId: candidate.sourceId,
        userId,
        digest,
      })),
    },
    now,
  )
  const sessions = touched
    .filter(({ digest, candidate }) => !isLinked(digest) && !candidate.suspended)
    .flatMap(({ userId, candidate }) =>
      candidate.sessions.map((session) => makeSession(deps, userId, session)),
    )
  return {
    changedHere: new Set(
      known.filter((person) => wasChangedHere(person, renewed)).map(({ userId }) => userId),
    ),
    sessions: await batch.addSessions(source, sessions, now),
  }
}

const wasChangedHere = (
  { userId, before, digest }: Settled,
  renewed: { readonly users: ReadonlySet<UserId>; readonly passwords: ReadonlySet<UserId> },
): boolean => {
  if (!renewed.users.has(userId)) return true
  if (before === undefined || isLinked(digest) || !hadPassword(before.digest)) return false
  return passwordPart(before.digest) !== passwordPart(digest) && !renewed.passwords.has(userId)
}

const renewalsOf = (known: readonly Settled[], now: Millis): Renewals => ({
  // Somebody who is linked to an account that was here before is what they are here.
  users: known.flatMap((person) =>
    person.before === undefined || isLinked(person.digest)
      ? []
      : [{ ...profileOf(person, now), importedAt: person.before.importedAt }],
  ),
  passwords: known.flatMap(({ userId, before, digest, candidate }) =>
    before === undefined || isLinked(digest)
      ? []
      : [
          {
            userId,
            hash: passwordPart(before.digest) === passwordPart(digest) ? undefined : candidate.passwordHash,
            importedAt: before.importedAt,
          },
        ],
  ),
  accounts: known.flatMap((person) => accountOf(person, now)),
})

const profileOf = ({ userId, candidate, provesAddress }: Settled, now: Millis): ImportedProfile => ({
  id: userId,
  address:
    candidate.address === null
      ? null
      : { email: candidate.address.email, key: candidate.address.key, proven: provesAddress },
  name: candidate.name,
  picture: candidate.picture,
  roles: candidate.roles,
  suspended: candidate.suspended,
  createdAt: candidate.createdAt ?? now,
})

const identitiesOf = ({ userId, identities, candidate }: Settled, now: Millis) =>
  identities.map(({ provider, subject, email, name, createdAt, lastUsedAt }) => ({
    userId,
    provider,
    subject,
    email,
    name,
    createdAt: createdAt ?? candidate.createdAt ?? now,
    lastUsedAt: lastUsedAt ?? createdAt ?? candidate.createdAt ?? now,
  }))

const tokensOf = (secrets: Secrets, { identities }: Settled) =>
  identities.flatMap(({ provider, subject, tokens }) =>
    tokens === null
      ? []
      : [{ provider, subject, sealed: sealTokens(secrets, { provider, subject }, tokens) }],
  )

const accountOf = (
  { userId, candidate, username, keepsDjangoId }: Settled,
  now: Millis,
): readonly DjangoAccount[] => {
  const { django } = candidate
  if (django === null || !keepsDjangoId) return []
  const { id, firstName, lastName, authProvider } = django
  const joinedAt = candidate.createdAt ?? now
  return [
    {
      userId,
      id,
      username,
      firstName,
      lastName,
      authProvider,
      lastLoginAt: candidate.lastLoginAt,
      joinedAt,
      formerEndedAt: null,
    },
  ]
}
