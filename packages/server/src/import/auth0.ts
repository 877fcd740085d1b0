import type { ImportedIdentity, ImportedUser } from './imported-user.js'
import type { JsonFormat } from './json-source.js'
import { providerIdOf } from './provider-ids.js'
import type { SourceRecord } from './records/source-record.js'
import { usableId } from './records/usable-id.js'
import { isObject, readJsonObjects } from './text/read-json-objects.js'

/*
 * An export of users (POST /api/v2/jobs/users-exports), one a line:
 * { "user_id": "auth0|5eb5…", "email": "ada@example.com", "email_verified": true, "name": "Ada Lovelace", "nickname": "ada",
 *   "picture": "https://…", "created_at": "2020-05-08T10:00:00.000Z", "last_login": "…", "blocked": false,
 *   "identities": [{ "user_id": "5eb5…", "provider": "auth0", "connection": "Username-Password-Authentication", "isSocial": false }],
 *   "app_metadata": { "roles": ["admin"] } }
 *
 * An export of password hashes, which Auth0 makes when asked:
 * { "_id": { "$oid": "5eb5…" }, "email": "ada@example.com", "email_verified": true, "passwordHash": "$2b$10$…",
 *   "password_set_date": { "$date": "2020-05-08T10:00:00.000Z" }, "tenant": "acme", "connection": "Username-Password-Authentication" }
 */
export const auth0 = (passwordOf: (sourceId: string) => string | null): JsonFormat => ({
  objects: readJsonObjects,
  looksLike:
    'Give an export of users, or of password hashes: one JSON object on each line, with user_id or _id.',
  readPerson: (record) => readUser(record, passwordOf),
  fields: [
    ...['user_id', 'email', 'email_verified', 'username', 'name', 'given_name', 'family_name', 'picture'],
    ...['passwordHash', 'created_at', 'last_login', 'blocked', 'identities', 'app_metadata', 'roles'],
  ],
})

/** The subject a password's owner has at Auth0. */
export const auth0IdOf = (record: SourceRecord): string | undefined => {
  if (record.value('user_id') !== undefined) return usableId(record.text('user_id'))
  const objectId = record.value('_id')
  const id = isObject(objectId) ? objectId['$oid'] : objectId
  return typeof id === 'string' ? usableId(`auth0|${id}`) : undefined
}

const readUser = (
  record: SourceRecord,
  passwordOf: (sourceId: string) => string | null,
): ImportedUser | undefined => {
  const sourceId = auth0IdOf(record)
  if (sourceId === undefined) return undefined
  const email = record.text('email')
  const createdAt = record.moment('created_at')
  const lastLoginAt = record.moment('last_login')
  return {
    sourceId,
    address:
      email === null ? null : { text: email, proof: record.truth('email_verified') ? 'source' : 'nobody' },
    username: record.text('username'),
    otherAddresses: [],
    name: record.text('name', 'nickname'),
    firstName: record.text('given_name'),
    lastName: record.text('family_name'),
    picture: record.text('picture'),
    password: record.password('passwordHash') ?? passwordOf(sourceId),
    suspended: record.suspendedWhen('blocked'),
    createdAt,
    lastLoginAt,
    roles: readRoles(record),
    identities: [
      // Who signs in through Auth0 is known by the whole of it; the prefix is part of the name.
      toIdentity('auth0', sourceId, { email, createdAt, lastUsedAt: lastLoginAt }),
      ...readIdentities(record, { email, createdAt }),
    ],
    sessions: [],
    django: null,
    notes: record.notes,
  }
}

const readRoles = (record: SourceRecord): readonly string[] => {
  const metadata = record.value('app_metadata')
  if (isObject(metadata)) return record.part('app_metadata', metadata).texts('roles')
  if (metadata !== undefined) record.noteUnreadable('app_metadata')
  return record.texts('roles')
}

/** The providers behind Auth0: with them people also sign in without it. */
const readIdentities = (
  record: SourceRecord,
  of: Pick<ImportedIdentity, 'email' | 'createdAt'>,
): readonly ImportedIdentity[] =>
  record.parts('identities').flatMap((identity) => {
    const foreign = identity.text('provider')
    if (foreign === 'auth0') return []
    const subject = identity.text('user_id')
    if (foreign === null || subject === null) {
      record.notes.push({ kind: 'identity_unusable' })
      return []
    }
    const { id, isKnown } = providerIdOf(foreign)
    if (!isKnown && id !== 'facebook')
      record.notes.push({ kind: 'provider_unknown', detail: id.slice(0, 64) })
    return toIdentity(id, subject, { ...of, lastUsedAt: null })
  })

const toIdentity = (
  provider: string,
  subject: string,
  rest: Pick<ImportedIdentity, 'email' | 'createdAt' | 'lastUsedAt'>,
): ImportedIdentity => ({ provider, subject, name: null, tokens: null, ...rest })
