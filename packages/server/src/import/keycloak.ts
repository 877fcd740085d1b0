import { keycloakPasswordHash } from '../outbound/foreign-hashes/keycloak-password-hash.js'
import type { ImportedIdentity, ImportedUser } from './imported-user.js'
import type { JsonFormat } from './json-source.js'
import { providerIdOf } from './provider-ids.js'
import type { SourceRecord } from './records/source-record.js'
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
  fields: [
    ...['id', 'username', 'email', 'emailVerified', 'enabled', 'firstName', 'lastName', 'createdTimestamp'],
    ...['credentials', 'federatedIdentities', 'realmRoles', 'clientRoles', 'groups'],
  ],
}

const readUser = (record: SourceRecord): ImportedUser | undefined => {
  const sourceId = usableId(record.text(record.value('id') === undefined ? 'username' : 'id'))
  if (sourceId === undefined) return undefined
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
    suspended: record.suspendedUnless('enabled'),
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
      ...readIdentities(record),
    ],
    sessions: [],
    django: null,
    notes: record.notes,
  }
}

/** @returns a text that is no hash, when there is a password that cannot be read */
const readPassword = (record: SourceRecord): string | null => {
  const password = record.parts('credentials').find((credential) => credential.text('type') === 'password')
  if (password === undefined) return null
  const credentialData = password.text('credentialData')
  const secretData = password.text('secretData')
  if (credentialData === null || secretData === null) return UNREADABLE
  return keycloakPasswordHash({ credentialData, secretData }) ?? UNREADABLE
}

const UNREADABLE = 'keycloak$'

/** Roles Keycloak gives everybody for its own sake. */
const OWN = /^(?:default-roles-.*|offline_access|uma_authorization)$/

const readRoles = (record: SourceRecord): readonly string[] => {
  const ofRealm = record.texts('realmRoles').filter((role) => !OWN.test(role))
  return [
    ...ofRealm,
    ...readClientRoles(record),
    ...record.texts('groups').map((path) => path.replace(/^\//, '')),
  ]
}

/* { "shop": ["buyer"] } */
const readClientRoles = (record: SourceRecord): readonly string[] => {
  const value = record.value('clientRoles') ?? {}
  if (!isObject(value)) record.noteUnreadable('clientRoles')
  return Object.entries(isObject(value) ? value : {})
    .filter(([client]) => client !== ACCOUNT_PAGES)
    .flatMap(([client, roles]) => {
      const list: readonly unknown[] = Array.isArray(roles) ? roles : [roles]
      const names = list.filter((role) => typeof role === 'string')
      if (names.length < list.length) record.noteUnreadable('clientRoles')
      return names.map((role) => `${client}.${role}`)
    })
}

/** The client for the account pages of Keycloak itself. */
const ACCOUNT_PAGES = 'account'

const readIdentities = (record: SourceRecord): readonly ImportedIdentity[] =>
  record.parts('federatedIdentities').flatMap((identity) => {
    const foreign = identity.text('identityProvider')
    const subject = identity.text('userId')
    if (foreign === null || subject === null) {
      record.notes.push({ kind: 'identity_unusable' })
      return []
    }
    const { id, isKnown } = providerIdOf(foreign)
    if (!isKnown) record.notes.push({ kind: 'provider_unknown', detail: id.slice(0, 64) })
    return { provider: id, subject, email: null, name: null, createdAt: null, lastUsedAt: null, tokens: null }
  })
