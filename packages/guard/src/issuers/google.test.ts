import { expect, it } from 'vitest'
import { describePreset } from '../../test/issuer-rules.js'
import { google } from './google.js'

const CLIENT = '407408718192.apps.googleusercontent.com'

const claims = {
  iss: 'https://accounts.google.com',
  azp: CLIENT,
  aud: CLIENT,
  sub: '110169484474386276334',
  hd: 'example.com',
  email: 'ada@example.com',
  email_verified: true,
  at_hash: 'HK6E_P6Dh8Y93mRNtsDB1Q',
}

describePreset(
  'google',
  {
    issuer: (keys) => google({ audience: CLIENT, keys }),
    sample: { header: { typ: 'JWT' }, claims },
  },
  ({ read, refusalOf }) => {
    it('reads a person, who has no scopes and no roles there', async () => {
      expect(await read()).toMatchObject({
        subject: '110169484474386276334',
        clientId: CLIENT,
        scopes: [],
        roles: [],
      })
    })

    it('accepts the ID token of a native app of the same project, which names both', async () => {
      const android = '407408718192-android.apps.googleusercontent.com'
      expect((await read({ azp: android })).clientId).toBe(android)
    })

    it('refuses a token for another client, also where azp is ours', async () => {
      expect(await refusalOf({ aud: 'another.apps.googleusercontent.com' })).toMatch(
        /^token_audience_mismatch/,
      )
    })
  },
)

describePreset(
  'google, for a service account',
  {
    issuer: (keys) => google({ audience: 'https://todos.example.com', keys }),
    sample: {
      header: { typ: 'JWT' },
      claims: {
        iss: 'https://accounts.google.com',
        aud: 'https://todos.example.com',
        azp: '104029292853099978293',
        email: 'worker@todo-app.iam.gserviceaccount.com',
        email_verified: true,
        sub: '104029292853099978293',
      },
    },
  },
  ({ read }) => {
    it('reads the account', async () => {
      expect((await read()).subject).toBe('104029292853099978293')
    })
  },
)

it('a misspelt domain lets nobody in: it stops the start', () => {
  const misspelt = { audience: CLIENT, hostedDomian: 'example.com' }
  expect(() => google(misspelt)).toThrow('google: there is no option "hostedDomian"')
})

describePreset(
  'google, for one domain',
  {
    issuer: (keys) => google({ audience: CLIENT, hostedDomain: 'example.com', keys }),
    sample: { header: { typ: 'JWT' }, claims },
  },
  ({ refusalOf }) => {
    it.each([undefined, 'evil.example', 'EXAMPLE.COM', ['example.com']])(
      'refuses people of %j',
      async (hd) => {
        expect(await refusalOf({ hd })).toMatch(/^token_claims_invalid: hd/)
      },
    )
  },
)
