import type { ImportedIdentity, ImportedUser } from '../imported-user.js'
import { providerIdOf } from '../provider-ids.js'
import { isObject } from '../text/read-json-objects.js'
import type { SourceRecord } from './source-record.js'
import { usableId } from './usable-id.js'

/** The fields of a person in our own formats. */
export const PERSON_FIELDS = [
  ...['id', 'email', 'email_verified', 'username', 'name', 'first_name', 'last_name', 'picture'],
  ...['password_hash', 'suspended', 'created_at', 'last_login_at', 'roles', 'identities', 'django_id'],
]

/**
 * A person in the fields of our own formats, CSV and NDJSON: docs/import.md lists them.
 *
 * @returns undefined when nothing names the person
 */
export const readPerson = (record: SourceRecord): ImportedUser | undefined => {
  const email = record.text('email')
  const username = record.text('username')
  // An id that cannot be read is not made up from something else: the person would be another one the next time.
  const sourceId = usableId(record.value('id') === undefined ? (email ?? username) : record.text('id'))
  if (sourceId === undefined) return undefined
  const djangoId = record.text('django_id')
  return {
    sourceId,
    address:
      email === null ? null : { text: email, proof: record.truth('email_verified') ? 'source' : 'nobody' },
    username,
    otherAddresses: [],
    name: record.text('name'),
    firstName: record.text('first_name'),
    lastName: record.text('last_name'),
    picture: record.text('picture'),
    password: record.password('password_hash'),
    suspended: record.suspendedWhen('suspended'),
    createdAt: record.moment('created_at'),
    lastLoginAt: record.moment('last_login_at'),
    roles: record.texts('roles'),
    identities: readIdentities(record),
    sessions: [],
    django: djangoId === null ? null : { id: djangoId, authProvider: null },
    notes: record.notes,
  }
}

/* google:1101;github:5832, or [{ "provider": "google", "subject": "1101", "email": "…", "access_token": "…" }] */
const readIdentities = (record: SourceRecord): readonly ImportedIdentity[] => {
  const value = record.value('identities')
  const list: readonly unknown[] = Array.isArray(value) ? value : record.texts('identities')
  return list.flatMap((entry) => {
    const fields = typeof entry === 'string' ? splitIdentity(entry) : entry
    const identity = isObject(fields) ? readIdentity(record.part('identities', fields)) : undefined
    if (identity === undefined) record.notes.push({ kind: 'identity_unusable' })
    return identity ?? []
  })
}

const splitIdentity = (text: string) => {
  const [provider, subject] = text.split(/:(.*)/s)
  return { provider, subject }
}

const readIdentity = (record: SourceRecord): ImportedIdentity | undefined => {
  const provider = record.text('provider')
  const subject = record.text('subject')
  if (provider === null || subject === null) return undefined
  const accessToken = record.text('access_token')
  const createdAt = record.moment('created_at')
  return {
    provider: providerIdOf(provider).id,
    subject,
    email: record.text('email'),
    name: record.text('name'),
    createdAt,
    lastUsedAt: record.moment('last_used_at'),
    tokens:
      accessToken === null
        ? null
        : {
            accessToken,
            refreshToken: record.text('refresh_token') ?? undefined,
            expiresAt: record.moment('expires_at') ?? undefined,
            scope: record.text('scope') ?? undefined,
          },
  }
}
