import { expect, it } from 'vitest'
import { describePreset } from '../../test/issuer-rules.js'
import { SECONDS } from '../../test/signer.js'
import { keycloak } from './keycloak.js'

const REALM = 'https://id.example.com/realms/shop'

const claims = {
  auth_time: SECONDS - 60,
  jti: '9e4a6c2f-5b7d-4a3e-8f21-0c9d8e7f6a5b',
  iss: REALM,
  aud: ['todo-api', 'account'],
  sub: 'f3b1c2d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d',
  typ: 'Bearer',
  azp: 'shop-spa',
  sid: 'c0ffee00-1234-4567-89ab-cdef01234567',
  acr: '1',
  'allowed-origins': ['https://shop.example.com'],
  realm_access: { roles: ['offline_access', 'editor'] },
  resource_access: { 'todo-api': { roles: ['todo-admin'] }, account: { roles: ['manage-account'] } },
  scope: 'openid profile email',
  email_verified: true,
  preferred_username: 'ada',
}

describePreset(
  'keycloak',
  {
    issuer: (keys) => keycloak({ realm: REALM, audience: 'todo-api', keys }),
    sample: { header: { typ: 'JWT' }, claims },
  },
  ({ read, refusalOf }) => {
    it('reads the roles of the realm, and of no client unless it was named', async () => {
      expect(await read()).toMatchObject({
        subject: claims.sub,
        sessionId: claims.sid,
        clientId: 'shop-spa',
        scopes: ['openid', 'profile', 'email'],
        roles: ['offline_access', 'editor'],
        acr: '1',
        authenticatedAt: (SECONDS - 60) * 1000,
      })
    })

    it('reads a token with the header of RFC 9068, which newer realms can write', async () => {
      expect((await read({}, { typ: 'at+jwt' })).clientId).toBe('shop-spa')
    })

    it.each(['ID', 'Refresh', 'Offline', 'Logout', 'Registration-Token', undefined])(
      'refuses a token whose claims say that it is %s, whatever the audience',
      async (typ) => {
        expect(await refusalOf({ typ })).toMatch(/^token_claims_invalid: typ/)
      },
    )

    it('refuses a token that names the API as the one it was issued to, and not as its audience', async () => {
      expect(await refusalOf({ aud: 'account', azp: 'todo-api' })).toMatch(/^token_audience_mismatch/)
    })

    it('refuses another realm of the same server', async () => {
      expect(await refusalOf({ iss: 'https://id.example.com/realms/master' })).toMatch(
        /^token_issuer_mismatch/,
      )
    })

    it.each([
      ['is missing', undefined],
      ['is a text', 'editor'],
      ['is a list', ['editor']],
      ['has roles that are no list of texts', { roles: { editor: true } }],
    ])('reads no roles where realm_access %s', async (_, realmAccess) => {
      expect((await read({ realm_access: realmAccess })).roles).toEqual([])
    })
  },
)

describePreset(
  'keycloak, with the roles of a client',
  {
    issuer: (keys) => keycloak({ realm: `${REALM}/`, audience: 'todo-api', rolesOfClient: 'todo-api', keys }),
    sample: { header: { typ: 'JWT' }, claims },
  },
  ({ read }) => {
    it('reads them beside those of the realm, and those of no other client', async () => {
      expect((await read()).roles).toEqual(['offline_access', 'editor', 'todo-admin'])
    })

    it('reads nothing that a client inherits from every object', async () => {
      const tried = await read({ resource_access: { constructor: { roles: ['x'] } } })
      expect(tried.roles).toEqual(['offline_access', 'editor'])
    })
  },
)
