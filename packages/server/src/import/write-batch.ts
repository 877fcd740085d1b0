import { sealTokens } from '../forms/kept-tokens.js'
import type { DjangoAccount } from '../model/django-account.js'
import type { UserId } from '../model/ids.js'
import type { Millis } from '../model/time.js'
import type { ImportBatch, ImportedProfile, Renewals, Renewed } from '../ports/imports.js'
import type { Secrets } from '../ports/secrets.js'
import { givenRoles, rolesStillThere, takenRoles } from './change-roles.js'
import { hadPassword, isLinked, passwordPart } from './digest.js'
import { endFormer, hasNewPassword } from './end-former.js'
import { makeSession, type SessionShape } from './make-session.js'
import type { Note } from './note.js'
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
  /** What of them was left as it is here, or had to end here, and shows only now. */
  readonly notes: ReadonlyMap<UserId, readonly Note[]>
  readonly sessions: number
}

/** Writes what was settled, all of it or nothing: it takes part in a transaction. */
export const writeBatch = async (deps: WriteDeps, settled: readonly Settled[]): Promise<Written> => {
  const { batch, source, now } = deps
  const fresh = settled.filter(({ outcome }) => outcome === 'new')
  const linked = settled.filter(({ outcome }) => outcome === 'linked')
  const known = settled.filter(({ outcome }) => outcome === 'renewed')

  await batch.hold([...linked, ...known].map(({ userId }) => userId))
  const renewed = await batch.renew(renewalsOf(known, now), now)
  const asLeft = known.filter(({ userId }) => renewed.users.has(userId))
  const changed = known.filter(({ userId }) => !renewed.users.has(userId))
  await batch.dropNames(asLeft.map(({ userId }) => userId))
  const added = await batch.changeRoles([...linked.map(givenRoles), ...changed.map(takenRoles)], now)
  const suspended = await batch.suspend(
    [...linked, ...changed].filter(({ candidate }) => candidate.suspended).map(({ userId }) => userId),
    now,
  )

  // To an account that is as it was left, or new. Whoever changed or proved anything here has it to themselves.
  const open = [...fresh, ...linked, ...asLeft]
  await batch.add(
    source,
    {
      users: fresh.map((person) => profileOf(person, now)),
      passwords: fresh.flatMap(({ userId, candidate: { passwordHash } }) =>
        passwordHash === null ? [] : [{ userId, hash: passwordHash }],
      ),
      identities: open.flatMap((person) => identitiesOf(person, now)),
      tokens: open.flatMap((person) => tokensOf(deps.secrets, person)),
      names: open.flatMap(({ userId, names }) => names.map((name) => ({ userId, name }))),
      accounts: open.flatMap((person) => accountOf(person, now)),
      records: [
        ...[...fresh, ...asLeft].map((person) => recordOf(person, person.candidate.roles)),
        ...linked.map((person) => recordOf(person, added.get(person.userId) ?? [])),
        ...changed.map((person) => recordOf(person, rolesStillThere(person))),
      ],
    },
    now,
  )
  await endFormer(batch, settled, now)
  const sessions = [...fresh, ...known]
    .filter(({ digest, candidate }) => !isLinked(digest) && !candidate.suspended)
    .flatMap(({ userId, candidate }) =>
      candidate.sessions.map((session) => makeSession(deps, userId, session)),
    )
  return {
    notes: new Map(settled.map((person) => [person.userId, notesOn(person, renewed, suspended)])),
    sessions: await batch.addSessions(source, sessions, now),
  }
}

const notesOn = (person: Settled, renewed: Renewed, suspended: ReadonlySet<UserId>): readonly Note[] => {
  const { userId, outcome, identities } = person
  const isChanged = outcome === 'renewed' && !renewed.users.has(userId)
  const keepsPassword = hadPassword(person.before?.digest ?? '') && !renewed.passwords.has(userId)
  const notes: Note[] = []
  if (isChanged || (hasNewPassword(person) && keepsPassword)) notes.push({ kind: 'changed_here' })
  if (isChanged)
    notes.push(...identities.map(({ provider }) => ({ kind: 'identity_left', detail: provider }) as const))
  if (suspended.has(userId)) notes.push({ kind: 'suspended_there' })
  if (hasNewPassword(person) && person.candidate.django !== null)
    notes.push({ kind: 'password_changed_there' })
  return notes
}

const recordOf = ({ candidate, userId, digest }: Settled, roles: readonly string[]) => ({
  sourceId: candidate.sourceId,
  userId,
  digest,
  roles,
})

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
  { userId, candidate, username, djangoIdHolder }: Settled,
  now: Millis,
): readonly DjangoAccount[] => {
  const { django } = candidate
  if (django === null || djangoIdHolder !== null) return []
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
