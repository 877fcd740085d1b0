import { pbkdf2Sync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keycloakPasswordHash } from './keycloak-password-hash.js'
import { readPasswordHash } from './read-password-hash.js'

const SALT = Buffer.from('sixteen bytes !!')

/** A credential in a realm's export; give only what differs. */
const credential = (data: object = {}, secret: object = {}) => ({
  credentialData: JSON.stringify({
    hashIterations: 27_500,
    algorithm: 'pbkdf2-sha256',
    additionalParameters: {},
    ...data,
  }),
  secretData: JSON.stringify({
    value: pbkdf2Sync('päss', SALT, 27_500, 64, 'sha256').toString('base64'),
    salt: SALT.toString('base64'),
    additionalParameters: {},
    ...secret,
  }),
})

describe('keycloakPasswordHash', () => {
  test.each([
    ['pbkdf2', 'sha1', 64],
    ['pbkdf2-sha256', 'sha256', 32],
    ['pbkdf2-sha256', 'sha256', 64],
    ['pbkdf2-sha512', 'sha512', 64],
  ] as const)('a credential of %s (%s, %i bytes) is known again', async (algorithm, digest, bytes) => {
    const value = pbkdf2Sync('päss', SALT, 100, bytes, digest).toString('base64')
    const text = keycloakPasswordHash(credential({ algorithm, hashIterations: 100 }, { value })) ?? ''
    expect(await readPasswordHash(text).hash?.matches('päss')).toBe(true)
    expect(await readPasswordHash(text).hash?.matches('pa\u0308ss')).toBe(false)
  })

  test('is one text, with salt and key in it', () => {
    expect(keycloakPasswordHash(credential())).toMatch(
      /^\$pbkdf2-sha256\$i=27500\$c2l4dGVlbiBieXRlcyAhIQ\$[A-Za-z0-9+/]{86}$/,
    )
  })

  test('Argon2 without its parameters has those Keycloak gave it first', () => {
    const data = { algorithm: 'argon2', hashIterations: 5, additionalParameters: undefined }
    expect(keycloakPasswordHash(credential(data))).toMatch(/^argon2\$argon2id\$v=19\$m=7168,t=5,p=1\$/)
  })

  test('Argon2 has the parameters it was made with', () => {
    const additionalParameters = { type: ['i'], version: ['1.0'], memory: ['64'], parallelism: ['2'] }
    const data = { algorithm: 'argon2', hashIterations: 3, additionalParameters }
    expect(keycloakPasswordHash(credential(data))).toMatch(/^argon2\$argon2i\$v=16\$m=64,t=3,p=2\$/)
  })

  test.each([
    ['an algorithm of a plug-in', credential({ algorithm: 'bcrypt' })],
    ['no iterations', credential({ hashIterations: 0 })],
    ['iterations that are a text', credential({ hashIterations: '27500' })],
    ['no salt', credential({}, { salt: undefined })],
    ['a salt that is no Base64', credential({}, { salt: 'a$b' })],
    ['no JSON', { credentialData: '{', secretData: '' }],
    ['JSON of another shape', { credentialData: '[]', secretData: 'null' }],
  ])('%s is no credential', (_, given) => {
    expect(keycloakPasswordHash(given)).toBeUndefined()
  })
})
