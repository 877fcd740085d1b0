import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  CONFIDENTIAL,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { type Asked, ask, expectNotStored } from './fixtures/ask.js'

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const revoke = (asked: Asked) => ask(house, paths.revoke, asked)

describe('RFC 7009 §2.1', () => {
  test('RFC 7009 §2.1: revoking a refresh token ends it and the access tokens of the same grant', async () => {
    const { refresh_token, access_token } = await house.signIn()
    expect((await revoke({ form: { token: refresh_token }, client: CONFIDENTIAL })).status).toBe(200)
    expect(await house.refresh(refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' })
    expect(await house.introspect(refresh_token)).toEqual({ active: false })
    expect(await house.introspect(access_token)).toEqual({ active: false })
  })

  test('RFC 7009 §2.1: revoking an access token may end the refresh token as well, and here it does', async () => {
    const { refresh_token, access_token } = await house.signIn()
    expect((await revoke({ form: { token: access_token }, client: CONFIDENTIAL })).status).toBe(200)
    expect(await house.introspect(access_token)).toEqual({ active: false })
    expect(await house.refresh(refresh_token)).toMatchObject({ error: 'invalid_grant' })
  })

  test.each(['access_token', 'refresh_token', 'id_token', 'urn:example:unknown'])(
    'RFC 7009 §2.1: a hint that is wrong does no harm: %s',
    async (hint) => {
      for (const form of ['access_token', 'refresh_token'] as const) {
        const signedIn = await house.signIn()
        const answer = await revoke({
          form: { token: signedIn[form], token_type_hint: hint },
          client: CONFIDENTIAL,
        })
        expect(answer.status).toBe(200)
        expect(await house.introspect(signedIn.access_token)).toEqual({ active: false })
      }
    },
  )

  test('RFC 7009 §2.1: a confidential client authenticates', async () => {
    const { refresh_token } = await house.signIn()
    for (const form of [
      { token: refresh_token },
      { token: refresh_token, client_id: CONFIDENTIAL.id },
    ] as Record<string, string>[]) {
      expect(await revoke({ form })).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    }
    expect(await house.introspect(refresh_token)).toMatchObject({ active: true })
  })

  test('RFC 7009 §2.1: a public client names itself', async () => {
    const { refresh_token } = await house.signIn(PUBLIC)
    expect((await revoke({ form: { token: refresh_token, client_id: PUBLIC.id } })).status).toBe(200)
    expect(await house.refresh(refresh_token, PUBLIC)).toMatchObject({ error: 'invalid_grant' })
  })

  test('RFC 7009 §2.1: a token of another client is refused and lives on', async () => {
    const { refresh_token } = await house.signIn(PUBLIC)
    expect((await revoke({ form: { token: refresh_token }, client: CONFIDENTIAL })).status).toBe(400)
    expect(await house.refresh(refresh_token, PUBLIC)).toMatchObject({ token_type: 'Bearer' })
  })

  test('RFC 7009 §2.1: without a token the request is invalid_request', async () => {
    const answer = await revoke({ form: {}, client: CONFIDENTIAL })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })
})

describe('RFC 7009 §2.2', () => {
  test.each(['nonsense', 'lkrt_00000000000000000000000000000000.0.x', 'a.b.c', '\u0000'])(
    'RFC 7009 §2.2: a token nobody knows is answered like one that was revoked: %j',
    async (token) => {
      const known = await revoke({
        form: { token: (await house.signIn()).refresh_token },
        client: CONFIDENTIAL,
      })
      expect(await revoke({ form: { token }, client: CONFIDENTIAL })).toEqual(known)
    },
  )

  test('RFC 7009 §2.2: revoking twice succeeds twice', async () => {
    const { refresh_token } = await house.signIn()
    for (let round = 0; round < 2; round += 1) {
      const answer = await revoke({ form: { token: refresh_token }, client: CONFIDENTIAL })
      expect(answer).toMatchObject({ status: 200, body: {} })
      expectNotStored(answer)
    }
  })
})

test('RFC 7009 §2: the client uses POST', async () => {
  expect(await revoke({ client: CONFIDENTIAL })).toMatchObject({ status: 405, headers: { allow: 'POST' } })
})
