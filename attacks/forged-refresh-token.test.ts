import { createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  API,
  CONFIDENTIAL,
  granted,
  PUBLIC,
  ROOT_SECRET,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'

// A session id is in every access token. What is missing for a refresh token is the MAC.

const invalid = { status: 400, error: 'invalid_grant', reason: 'refresh_token_invalid' }

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const partsOf = (token: string) => {
  const [, body = '', generation = '', mac = ''] = /^lkrt_([0-9a-f]{32})\.(\d+)\.(.+)$/.exec(token) ?? []
  return { body, generation, mac }
}

test('whoever knows a session id cannot make its refresh token', async () => {
  const { refresh_token, session_id } = await house.signIn(PUBLIC)
  const body = session_id.slice('ses_'.length)
  for (const mac of [
    randomBytes(32).toString('base64url'),
    Buffer.alloc(32).toString('base64url'),
    createHmac('sha256', '').update(`${session_id}.0`).digest('base64url'),
    createHmac('sha256', API).update(`${session_id}.0`).digest('base64url'),
    createHmac('sha256', ROOT_SECRET).update(`${session_id}.0`).digest('base64url'),
  ]) {
    expect(await house.refresh(`lkrt_${body}.0.${mac}`, PUBLIC)).toMatchObject(invalid)
  }
  granted(await house.refresh(refresh_token, PUBLIC))
})

test('the MAC of one generation is worth nothing for another', async () => {
  const { refresh_token } = await house.signIn(PUBLIC)
  const { body, mac } = partsOf(refresh_token)
  for (const generation of ['1', '2', '99', '00', '-0', '0x0', '+0', '0.0', '1e0', ' 0', '999999999999']) {
    expect(await house.refresh(`lkrt_${body}.${generation}.${mac}`, PUBLIC), generation).toMatchObject(
      invalid,
    )
  }
  granted(await house.refresh(refresh_token, PUBLIC))
})

test('the MAC of one session is worth nothing for another', async () => {
  const own = partsOf((await house.signIn(PUBLIC)).refresh_token)
  const victim = await house.signIn(PUBLIC)
  const { body } = partsOf(victim.refresh_token)
  expect(await house.refresh(`lkrt_${body}.0.${own.mac}`, PUBLIC)).toMatchObject(invalid)
  granted(await house.refresh(victim.refresh_token, PUBLIC))
})

test('a refresh token has one spelling only', async () => {
  const { refresh_token } = await house.signIn()
  const { body, mac } = partsOf(refresh_token)
  const last = mac.slice(-1)
  for (const spelled of [
    `lkrt_${body}.0.${mac}=`,
    `LKRT_${body}.0.${mac}`,
    `lkrt_${body.toUpperCase()}x.0.${mac}`,
    `${refresh_token}\n`,
    ` ${refresh_token}`,
    `lkrt_${body}.0.${mac.slice(0, -1)}${String.fromCharCode(last.charCodeAt(0) + 1)}`,
    refresh_token.slice(0, -1),
    `${refresh_token}${refresh_token}`,
  ]) {
    expect(await house.refresh(spelled, CONFIDENTIAL), JSON.stringify(spelled)).toMatchObject(invalid)
  }
  granted(await house.refresh(refresh_token, CONFIDENTIAL))
})

test('a forged token dies before the session is even looked for', async () => {
  const { session_id, access_token } = await house.signIn(PUBLIC)
  for (let guess = 0; guess < 40; guess += 1) {
    const mac = randomBytes(32).toString('base64url')
    expect(await house.refresh(`lkrt_${session_id.slice(4)}.${guess}.${mac}`, PUBLIC)).toMatchObject(invalid)
  }
  expect(await house.introspect(access_token)).toMatchObject({ active: true })
})

test('a server with another secret refuses our tokens, and we refuse its', async () => {
  await using stranger = await startTestLatchkey({
    options: { secrets: ['another-secret-another-secret-another'] },
  })
  const ours = await house.signIn(PUBLIC)
  const theirs = await stranger.signIn(PUBLIC)
  expect(await stranger.refresh(ours.refresh_token, PUBLIC)).toMatchObject(invalid)
  expect(await house.refresh(theirs.refresh_token, PUBLIC)).toMatchObject(invalid)
  expect(await stranger.introspect(ours.access_token)).toEqual({ active: false })
  expect(await house.introspect(theirs.access_token)).toEqual({ active: false })
  granted(await house.refresh(ours.refresh_token, PUBLIC))
  granted(await stranger.refresh(theirs.refresh_token, PUBLIC))
})

test('a token made under a secret that has been retired is still good, one under a removed secret is not', async () => {
  await using old = await startTestLatchkey()
  const { refresh_token } = await old.signIn()
  const fresh = 'fresh-secret-fresh-secret-fresh-secret'
  const { database } = old
  await using both = await startTestLatchkey({ database, options: { secrets: [fresh, ROOT_SECRET] } })
  granted(await both.refresh(refresh_token))
  await expect(startTestLatchkey({ database, options: { secrets: [fresh] } })).rejects.toThrow(/sealed/)
})
