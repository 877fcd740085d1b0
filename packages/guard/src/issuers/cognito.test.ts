import { describe, expect, it } from 'vitest'
import { describePreset } from '../../test/issuer-rules.js'
import { SECONDS } from '../../test/signer.js'
import { cognito } from './cognito.js'

const POOL = 'eu-central-1_AbCdEfGhI'
const CLIENT = '7hs8f9k2l3m4n5o6p7q8r9s0t1'

describePreset(
  'cognito',
  {
    issuer: (keys) => cognito({ userPool: POOL, clientIds: [CLIENT], keys }),
    // As Cognito writes it: no typ, no aud.
    sample: {
      header: {},
      claims: {
        sub: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
        'cognito:groups': ['editors'],
        iss: `https://cognito-idp.eu-central-1.amazonaws.com/${POOL}`,
        version: 2,
        client_id: CLIENT,
        origin_jti: 'b1946ac9-2492-4d23-8b0f-9c1c4e5f6a7b',
        event_id: '64f513be-32db-42b0-b78e-b02127b4f463',
        token_use: 'access',
        scope: 'aws.cognito.signin.user.admin todos/read',
        auth_time: SECONDS - 60,
        jti: '9f2e5a6b-3c4d-4e5f-a6b7-c8d9e0f1a2b3',
        username: 'ada',
      },
    },
    audienceClaim: 'client_id',
  },
  ({ read, refusalOf }) => {
    it('reads groups as roles, and the first sign-in as the session', async () => {
      expect(await read()).toMatchObject({
        subject: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
        sessionId: 'b1946ac9-2492-4d23-8b0f-9c1c4e5f6a7b',
        clientId: CLIENT,
        scopes: ['aws.cognito.signin.user.admin', 'todos/read'],
        roles: ['editors'],
      })
    })

    it('refuses an ID token: it names the client in aud, and its use', async () => {
      const idToken = { client_id: undefined, aud: CLIENT, token_use: 'id', scope: undefined }
      expect(await refusalOf(idToken)).toMatch(/^token_claims_invalid: client_id/)
      expect(await refusalOf({ ...idToken, client_id: CLIENT })).toMatch(/^token_claims_invalid: token_use/)
    })

    it('refuses a token that says nothing of its use', async () => {
      expect(await refusalOf({ token_use: undefined })).toMatch(/^token_claims_invalid: token_use/)
    })

    it('refuses another app client and another pool', async () => {
      expect(await refusalOf({ client_id: 'another', aud: CLIENT })).toMatch(/^token_audience_mismatch/)
      expect(
        await refusalOf({ iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Another01' }),
      ).toMatch(/^token_issuer_mismatch/)
    })
  },
)

describe('a user pool', () => {
  it.each(['us-east-1_a1B2c3D4e', 'us-gov-west-1_Abc', 'ap-southeast-2_Xyz'])('may be %s', (userPool) => {
    expect(cognito({ userPool, clientIds: [CLIENT] }).names[0]).toContain(`.${userPool.split('_')[0]}.`)
  })

  it.each([
    undefined,
    '',
    'AbCdEfGhI',
    'eu-central-1',
    'eu-central-1_',
    'evil.example/x-1_a',
    'eu-central-1_a/../b',
  ])('is not %j', (userPool) => {
    expect(() => cognito({ userPool: userPool as string, clientIds: [CLIENT] })).toThrow(/cognito: userPool/)
  })

  it('must have clients that count', () => {
    expect(() => cognito({ userPool: POOL, clientIds: [] })).toThrow(TypeError)
    expect(() => cognito({ userPool: POOL, clientIds: undefined as never })).toThrow(TypeError)
  })
})
