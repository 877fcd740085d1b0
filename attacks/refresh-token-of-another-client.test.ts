import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  CONFIDENTIAL,
  granted,
  PUBLIC,
  startTestLatchkey,
  type TestClient,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'

// RFC 6749 §10.4: a refresh token is bound to its client. Another client of the same server got hold of it.

const OTHER_CONFIDENTIAL = { id: 'other-web', secret: 'other-secret-other-secret-other-secret' }
const OTHER_PUBLIC = { id: 'other-mobile' }

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey({
    options: {
      clients: [
        { ...CONFIDENTIAL, type: 'confidential' },
        { ...OTHER_CONFIDENTIAL, type: 'confidential' },
        { ...PUBLIC, type: 'public' },
        { ...OTHER_PUBLIC, type: 'public' },
      ],
    },
  })
})
afterAll(() => house[Symbol.asyncDispose]())

const pairs: readonly { readonly owner: TestClient; readonly thief: TestClient }[] = [
  { owner: CONFIDENTIAL, thief: OTHER_CONFIDENTIAL },
  { owner: CONFIDENTIAL, thief: PUBLIC },
  { owner: PUBLIC, thief: CONFIDENTIAL },
  { owner: PUBLIC, thief: OTHER_PUBLIC },
]

describe.each(pairs)('$thief.id with the token of $owner.id', ({ owner, thief }) => {
  test('gets nothing from a refresh, and the owner loses nothing', async () => {
    const { refresh_token } = await house.signIn(owner)
    expect(await house.refresh(refresh_token, thief)).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      reason: 'refresh_token_client_mismatch',
    })
    granted(await house.refresh(refresh_token, owner))
  })

  test('cannot end the session', async () => {
    const { refresh_token, access_token } = await house.signIn(owner)
    for (const token of [refresh_token, access_token]) {
      expect((await house.post(paths.revoke, { token }, thief)).status).toBe(400)
    }
    granted(await house.refresh(refresh_token, owner))
  })

  test('learns nothing about it by introspection', async () => {
    const { refresh_token } = await house.signIn(owner)
    const response = await house.post(paths.introspect, { token: refresh_token }, thief)
    if (thief.secret === undefined) expect(response.status).toBe(401)
    else expect(await response.json()).toEqual({ active: false })
  })
})

test('the refresh token of a confidential client is worth nothing without its secret', async () => {
  const { refresh_token } = await house.signIn(CONFIDENTIAL)
  expect(await house.refresh(refresh_token, { id: CONFIDENTIAL.id })).toMatchObject({
    status: 401,
    error: 'invalid_client',
  })
  granted(await house.refresh(refresh_token, CONFIDENTIAL))
})

test('a refresh cannot widen what the session was granted', async () => {
  const narrow = await house.post(
    paths.token,
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: await house.idToken(),
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      scope: 'openid',
    },
    CONFIDENTIAL,
  )
  const { refresh_token } = await narrow.json()
  const widened = await house.post(
    paths.token,
    { grant_type: 'refresh_token', refresh_token, scope: 'openid todos:write' },
    CONFIDENTIAL,
  )
  expect(widened.status).toBe(400)
  expect(await widened.json()).toMatchObject({ error: 'invalid_scope', reason: 'scope_not_allowed' })
  expect(granted(await house.refresh(refresh_token, CONFIDENTIAL)).scope).toBe('openid')
})
