import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  granted,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'

// The owner of another application holds genuine Google ID tokens of everybody who ever signed in there.

const OURS = 'latchkey-development'
const THEIRS = 'another-app.apps.example'
const refused = { status: 400, error: 'invalid_grant', reason: 'proof_audience_mismatch' }

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const exchange = async (claims: Record<string, unknown>) =>
  house.exchange(await house.idToken(undefined, claims))

test('a genuine ID token that Google issued to another application is refused', async () => {
  const theirs = await house.provider.issueIdToken({ clientId: THEIRS })
  expect(await house.exchange(theirs)).toMatchObject(refused)
  const ours = await house.provider.issueIdToken({ clientId: OURS })
  expect(granted(await house.exchange(ours)).token_type).toBe('Bearer')
})

describe('an audience counts only when it is exactly a client id of ours', () => {
  test.each([
    [[THEIRS]],
    [''],
    [`${OURS} `],
    [OURS.toUpperCase()],
    [`${OURS},${THEIRS}`],
    [`${OURS}\u0000`],
    [[]],
  ])('%j is refused', async (aud) => {
    expect(await exchange({ aud, azp: undefined })).toMatchObject(refused)
  })

  test.each([[undefined], [null], [7], [{ 0: OURS }], [[OURS, 7]]])(
    '%j is no audience at all',
    async (aud) => {
      expect(await exchange({ aud, azp: undefined })).toMatchObject({
        status: 400,
        reason: 'proof_claims_invalid',
      })
    },
  )

  test('ours alone is accepted, in a list too', async () => {
    granted(await exchange({ aud: OURS, azp: undefined }))
    granted(await exchange({ aud: [OURS], azp: undefined }))
  })
})

describe('a token for several audiences needs an authorized party that is ours (OIDC Core §3.1.3.7)', () => {
  test.each([
    ['nobody', undefined],
    ['another application', THEIRS],
    ['a list with us in it', [OURS]],
    ['nobody by null', null],
  ])('%s as azp is refused', async (_, azp) => {
    expect(await exchange({ aud: [OURS, THEIRS], azp })).toMatchObject(refused)
  })

  test('we as azp are accepted', async () => {
    granted(await exchange({ aud: [THEIRS, OURS], azp: OURS }))
  })
})

test('a token for us that another application was authorized to use is refused', async () => {
  expect(await exchange({ aud: OURS, azp: THEIRS })).toMatchObject(refused)
  granted(await exchange({ aud: OURS, azp: OURS }))
})
