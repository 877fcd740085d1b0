import { keycloakPasswordHash } from '../outbound/foreign-hashes/keycloak-password-hash.js'
import type { ImportedIdentity, ImportedUser } from './imported-user.js'
import type { JsonFormat } from './json-source.js'
import type { Note } from './note.js'
import { providerIdOf } from './provider-ids.js'
import { Records, type SourceRecord } from './records/record.js'
import { usableId } from './records/usable-id.js'
import { isObject, readJsonObjectsUnder } from './text/read-json-objects.js'

/*
 * { "realm": "acme", "users": [{ "id": "0f6e…", "username": "ada", "email": "ada@example.com", "emailVerified": true, "enabled": true,
 *     "firstName": "Ada", "lastName": "Lovelace", "createdTimestamp": 1600000000000,
 *     "credentials": [{ "type": "password", "secretData": "{\"value\":\"…\",\"salt\":\"…\"}",
 *                       "credentialData": "{\"hashIterations\":27500,\"algorithm\":\"pbkdf2-sha256\"}" }],
 *     "federatedIdentities": [{ "identityProvider": "google", "userId": "1101…", "userName": "ada@gmail.com" }],
 *     "realmRoles": ["admin"], "clientRoles": { "shop": ["buyer"] }, "groups": ["/staff"] }] }
 */
export const keycloak: JsonFormat = {
  objects: (file) => readJsonObjectsUnder(file, 'users'),
  looksLike:
    'Give an export of a realm with its users: kc.sh export --realm … --users realm_file --file realm.json',
  readPerson: (record) => readUser(record),
}

const readUser = (record: SourceRecord): ImportedUser | undefined => {
  const sourceId = usableId(record.text('id') ?? record.text('username'))
  if (sourceId === undefined) return undefined
  const notes: Note[] = []
  const email = record.text('email')
  const createdAt = record.moment('createdTimestamp')
  return {
    sourceId,
    address:
      email === null ? null : { text: email, proof: record.truth('emailVerified') ? 'source' : 'nobody' },
    username: record.text('username'),
    otherAddresses: [],
    name: null,
    firstName: record.text('firstName'),
    lastName: record.text('lastName'),
    picture: null,
    password: readPassword(record),
    suspended: record.truth('enabled') === false,
    createdAt,
    lastLoginAt: null,
    roles: readRoles(record),
    identities: [
      {
        provider: 'keycloak',
        subject: sourceId,
        email,
        name: null,
        createdAt,
        lastUsedAt: null,
        tokens: null,
      },
      ...readIdentities(record, notes),
    ],
    sessions: [],
    django: null,
    notes,
  }
}

/** @returns a text that is no hash, when there is a password that cannot be read */
const readPassword = (record: SourceRecord): string | null => {
  const password = listOf(record, 'credentials').find(({ type }) => type === 'password')
  if (password === undefined) return null
  const { credentialData, secretData } = password
  if (typeof credentialData !== 'string' || typeof secretData !== 'string') return UNREADABLE
  return keycloakPasswordHash({ credentialData, secretData }) ?? UNREADABLE
}

const UNREADABLE = 'keycloak$'

/** Roles Keycloak gives everybody for its own sake. */
const OWN = /^(?:default-roles-.*|offline_access|uma_authorization)$/

const readRoles = (record: SourceRecord): readonly string[] => {
  const clientRoles = record.value('clientRoles')
  const ofClients = isObject(clientRoles)
    ? Object.entries(clientRoles)
        // The client for the account pages of Keycloak itself.
        .filter(([client]) => client !== 'account')
        .flatMap(([client, roles]) =>
          Array.isArray(roles) ? roles.map((role) => `${client}.${String(role)}`) : [],
        )
    : []
  const ofRealm = record.texts('realmRoles').filter((role) => !OWN.test(role))
  return [...ofRealm, ...ofClients, ...record.texts('groups').map((path) => path.replace(/^\//, ''))]
}

const readIdentities = (record: SourceRecord, notes: Note[]): readonly ImportedIdentity[] =>
  listOf(record, 'federatedIdentities').flatMap((fields) => {
    const identity = new Records(new Map()).open(fields)
    const foreign = identity.text('identityProvider')
    const subject = identity.text('userId')
    if (foreign === null || subject === null) {
      notes.push({ kind: 'identity_unusable' })
      return []
    }
    const { id, isKnown } = providerIdOf(foreign)
    if (!isKnown) notes.push({ kind: 'provider_unknown', detail: id.slice(0, 64) })
    return { provider: id, subject, email: null, name: null, createdAt: null, lastUsedAt: null, tokens: null }
  })

const listOf = (record: SourceRecord, field: string) => {
  const value = record.value(field)
  return Array.isArray(value) ? value.filter(isObject) : []
}
