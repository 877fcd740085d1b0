import { describe, expect, it } from 'vitest'
import { describePreset } from '../../test/issuer-rules.js'
import { SECONDS } from '../../test/signer.js'
import { firebase } from './firebase.js'

const PROJECT = 'todo-app-1a2b3'
const UID = 'Kx3nVb9QmTf8Ls2Zw7Yp1Rd5Hc42'

const claims = {
  iss: `https://securetoken.google.com/${PROJECT}`,
  aud: PROJECT,
  auth_time: SECONDS - 60,
  user_id: UID,
  sub: UID,
  email: 'ada@example.com',
  email_verified: true,
  roles: ['editor'],
  firebase: { identities: { email: ['ada@example.com'] }, sign_in_provider: 'password' },
}

describePreset(
  'firebase',
  {
    issuer: (keys) => firebase({ project: PROJECT, keys }),
    sample: { header: { typ: 'JWT' }, claims },
  },
  ({ read, refusalOf }) => {
    it('reads roles from a custom claim, and how the person signed in', async () => {
      expect(await read()).toMatchObject({
        subject: UID,
        roles: ['editor'],
        amr: ['password'],
        authenticatedAt: (SECONDS - 60) * 1000,
      })
    })

    it('says so of people who never signed in, for a rule to ask about', async () => {
      const anonymous = { firebase: { identities: {}, sign_in_provider: 'anonymous' }, email: undefined }
      expect((await read(anonymous)).amr).toEqual(['anonymous'])
    })

    it('refuses session cookies, App Check and another project', async () => {
      for (const iss of [
        `https://session.firebase.google.com/${PROJECT}`,
        'https://firebaseappcheck.googleapis.com/123456789',
        'https://securetoken.google.com/another-project',
      ])
        expect(await refusalOf({ iss })).toMatch(/^token_issuer_mismatch/)
      expect(await refusalOf({ aud: 'another-project' })).toMatch(/^token_audience_mismatch/)
    })

    it('refuses a custom token, which signs in at Firebase and nowhere else', async () => {
      const account = 'firebase-adminsdk@todo-app-1a2b3.iam.gserviceaccount.com'
      expect(await refusalOf({ iss: account, sub: account, uid: UID })).toMatch(/^token_issuer_mismatch/)
    })

    it('refuses a token that does not say when the person signed in', async () => {
      expect(await refusalOf({ auth_time: undefined })).toMatch(/^token_claims_invalid: auth_time/)
    })

    it('refuses people of a tenant, who were not asked for', async () => {
      expect(await refusalOf({ firebase: { ...claims.firebase, tenant: 'acme-x1y2z' } })).toMatch(
        /^token_claims_invalid: firebase.tenant must be none/,
      )
    })

    it('refuses the type of an access token', async () => {
      expect(await refusalOf({}, { typ: 'at+jwt' })).toMatch(/^token_type_refused/)
    })
  },
)

describePreset(
  'firebase, with a tenant',
  {
    issuer: (keys) => firebase({ project: PROJECT, tenant: 'acme-x1y2z', keys }),
    sample: {
      header: { typ: 'JWT' },
      claims: { ...claims, firebase: { ...claims.firebase, tenant: 'acme-x1y2z' } },
    },
  },
  ({ refusalOf }) => {
    it.each(['other-x1y2z', undefined, null])('refuses people of the tenant %j', async (tenant) => {
      expect(await refusalOf({ firebase: { ...claims.firebase, tenant } })).toMatch(/^token_claims_invalid/)
    })
  },
)

describe('a project', () => {
  it.each([undefined, '', 'Todo', 'a/b', '-todo-app', 'todo app', '../evil-project'])(
    'is not %j',
    (project) => {
      expect(() => firebase({ project: project as string })).toThrow(/firebase: project/)
    },
  )
})
