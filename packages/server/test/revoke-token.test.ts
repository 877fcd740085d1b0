import { paths } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { CONFIDENTIAL, granted, PUBLIC, startTestLatchkey } from './fixtures/test-latchkey.js'

describe('revokeToken', () => {
  test.each([
    ['refresh token', CONFIDENTIAL, 'refresh_token'],
    ['access token', CONFIDENTIAL, 'access_token'],
    ['refresh token', PUBLIC, 'refresh_token'],
    ['access token', PUBLIC, 'access_token'],
  ] as const)('revoking the %s of client %o ends the session with all its forms', async (_, client, form) => {
    await using house = await startTestLatchkey()
    const tokens = await house.signIn(client)
    await house.introspect(tokens.access_token)
    const response = await house.post(paths.revoke, { token: tokens[form] }, client)
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(await house.introspect(tokens.access_token)).toEqual({ active: false })
    expect(await house.introspect(tokens.refresh_token)).toEqual({ active: false })
    expect(await house.refresh(tokens.refresh_token, client)).toMatchObject({ reason: 'session_ended' })
  })

  test('a spent refresh token revokes the session as well', async () => {
    await using house = await startTestLatchkey()
    const { refresh_token } = await house.signIn(PUBLIC)
    const successor = granted(await house.refresh(refresh_token, PUBLIC))
    await house.post(paths.revoke, { token: refresh_token }, PUBLIC)
    expect(await house.refresh(successor.refresh_token, PUBLIC)).toMatchObject({ reason: 'session_ended' })
  })

  test('other sessions of the user live on', async () => {
    await using house = await startTestLatchkey()
    const [ended, other] = [await house.signIn(), await house.signIn()]
    await house.post(paths.revoke, { token: ended.refresh_token }, CONFIDENTIAL)
    expect(await house.introspect(other.access_token)).toMatchObject({ active: true })
    granted(await house.refresh(other.refresh_token))
  })

  test.each([
    ['unknown', () => 'hello'],
    ['forged', () => `lkrt_${'0'.repeat(32)}.0.${'A'.repeat(43)}`],
    ['revoked already', (token: string) => token],
  ])('a token that is %s is answered like one that was revoked', async (_, tokenFrom) => {
    await using house = await startTestLatchkey()
    const { refresh_token } = await house.signIn()
    await house.post(paths.revoke, { token: refresh_token }, CONFIDENTIAL)
    const response = await house.post(paths.revoke, { token: tokenFrom(refresh_token) }, CONFIDENTIAL)
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  test("another client's token is refused, and its session lives on", async () => {
    await using house = await startTestLatchkey()
    const tokens = await house.signIn(CONFIDENTIAL)
    for (const token of [tokens.refresh_token, tokens.access_token]) {
      const response = await house.post(paths.revoke, { token }, PUBLIC)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({
        error: 'invalid_grant',
        reason: 'refresh_token_client_mismatch',
      })
    }
    expect(await house.introspect(tokens.access_token)).toMatchObject({ active: true })
  })
})
