import { describe, expect, it } from 'vitest'
import { describePreset } from '../../test/issuer-rules.js'
import { SECONDS } from '../../test/signer.js'
import { okta } from './okta.js'

const ISSUER = 'https://shop.okta.com/oauth2/default'

describePreset(
  'okta',
  {
    issuer: (keys) => okta({ issuer: ISSUER, keys }),
    // As Okta writes it: no typ in the header.
    sample: {
      header: {},
      claims: {
        ver: 1,
        jti: 'AT.MNAoEQ_jbKqoinrQo1D0XKjMX28U5d7ZszBceot7-Ts',
        iss: ISSUER,
        aud: 'api://default',
        sub: 'ada@example.com',
        cid: '0oabucvyc38HLL1ef0h7',
        uid: '00uid4BxXw6I6TV4m0g3',
        scp: ['openid', 'todos:read'],
        groups: ['Everyone', 'Editors'],
        auth_time: SECONDS - 60,
      },
    },
    subjectClaims: ['sub', 'uid'],
  },
  ({ read, refusalOf }) => {
    it('reads the uid as the person, for sub is a name that can be given to another', async () => {
      expect(await read()).toMatchObject({
        subject: '00uid4BxXw6I6TV4m0g3',
        clientId: '0oabucvyc38HLL1ef0h7',
        scopes: ['openid', 'todos:read'],
        roles: ['Everyone', 'Editors'],
        authenticatedAt: (SECONDS - 60) * 1000,
      })
    })

    it('reads a client that comes for itself, which has no uid', async () => {
      const claims = { uid: undefined, sub: '0oabucvyc38HLL1ef0h7', groups: undefined }
      expect(await read(claims)).toMatchObject({ subject: '0oabucvyc38HLL1ef0h7', roles: [] })
    })

    it('refuses an ID token, which has no cid', async () => {
      const idToken = {
        cid: undefined,
        uid: undefined,
        scp: undefined,
        sub: '00uid4BxXw6I6TV4m0g3',
        idp: '00o1',
      }
      expect(await refusalOf({ ...idToken, aud: '0oabucvyc38HLL1ef0h7' })).toMatch(/^token_audience_mismatch/)
      expect(await refusalOf(idToken)).toMatch(/^token_claims_invalid: cid/)
    })

    it('refuses another server of the same organisation, and the one that is for Okta alone', async () => {
      expect(await refusalOf({ iss: 'https://shop.okta.com/oauth2/aus1' })).toMatch(/^token_issuer_mismatch/)
      expect(await refusalOf({ iss: 'https://shop.okta.com' })).toMatch(/^token_issuer_mismatch/)
      expect(await refusalOf({}, { typ: 'application/okta-internal-at+jwt' })).toMatch(/^token_type_refused/)
    })
  },
)

describe('the issuer of okta', () => {
  it.each(['https://shop.okta.com', 'https://shop.okta.com/', 'shop.okta.com/oauth2/default', undefined])(
    'is not %j',
    (issuer) => {
      expect(() => okta({ issuer: issuer as string })).toThrow(TypeError)
    },
  )
})
