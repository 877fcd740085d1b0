import { oidc } from '@latchkey/server'
import { startDevelopmentProvider } from '@latchkey/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  granted,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { CLIENT_ID, type ScriptedIssuer, startScriptedIssuer } from './fixtures/scripted-issuer.js'

const unknown = { status: 400, error: 'invalid_grant', reason: 'proof_issuer_unknown' }

describe('with one provider', () => {
  let house: TestLatchkey
  beforeAll(async () => {
    house = await startTestLatchkey()
  })
  afterAll(() => house[Symbol.asyncDispose]())

  test('a token from a provider that is not configured is refused, and that provider is not asked for keys', async () => {
    await using stranger = await startScriptedIssuer()
    const token = stranger.idToken({ aud: 'latchkey-development' })
    expect(await house.exchange(token)).toMatchObject(unknown)
    expect(stranger.requests).toEqual([])
  })

  test('a stranger who writes our provider as iss is refused by its keys', async () => {
    await using stranger = await startDevelopmentProvider({ issuer: house.provider.issuer })
    expect(await house.exchange(await stranger.issueIdToken())).toMatchObject({ reason: 'proof_key_unknown' })
    granted(await house.exchange(await house.idToken()))
  })

  test.each([
    ['a slash more', (issuer: string) => `${issuer}/`],
    ['another case', (issuer: string) => issuer.toUpperCase()],
    ['a path', (issuer: string) => `${issuer}/tenant`],
    ['a user name', (issuer: string) => issuer.replace('http://', 'http://x@')],
    ['another host behind ours', (issuer: string) => `${issuer}.attacker.example`],
    ['a list', (issuer: string) => [issuer]],
    ['nothing', () => undefined],
  ])('the issuer is compared as text: %s is another one', async (_, spell) => {
    const answer = await house.exchange(await house.idToken(undefined, { iss: spell(house.provider.issuer) }))
    expect(answer).toMatchObject({ status: 400, error: 'invalid_grant' })
    expect(answer).toHaveProperty('reason', expect.stringMatching(/^proof_(issuer_unknown|malformed)$/))
  })
})

describe('with two providers', () => {
  let issuerA: ScriptedIssuer
  let issuerB: ScriptedIssuer
  let house: TestLatchkey
  beforeAll(async () => {
    issuerA = await startScriptedIssuer()
    issuerB = await startScriptedIssuer()
    house = await startTestLatchkey({
      options: {
        providers: [
          oidc({ id: 'a', issuer: issuerA.issuer, clientIds: [CLIENT_ID] }),
          oidc({ id: 'b', issuer: issuerB.issuer, clientIds: ['client-at-b'] }),
        ],
      },
    })
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await issuerA[Symbol.asyncDispose]()
    await issuerB[Symbol.asyncDispose]()
  })

  test('one provider cannot sign for the other', async () => {
    const forged = issuerB.idToken({ iss: issuerA.issuer })
    expect(await house.exchange(forged)).toMatchObject({ reason: 'proof_signature_invalid' })
    granted(await house.exchange(issuerA.idToken()))
  })

  test('our client id at one provider is worth nothing in a token of the other', async () => {
    const answer = await house.exchange(issuerB.idToken({ aud: CLIENT_ID }))
    expect(answer).toMatchObject({ reason: 'proof_audience_mismatch' })
  })

  test('the same subject at two providers is two people', async () => {
    const atA = granted(await house.exchange(issuerA.idToken({ sub: 'twin' })))
    const atB = granted(await house.exchange(issuerB.idToken({ sub: 'twin', aud: 'client-at-b' })))
    const again = granted(await house.exchange(issuerA.idToken({ sub: 'twin' })))
    expect(atB.user.sub).not.toBe(atA.user.sub)
    expect(again.user.sub).toBe(atA.user.sub)
  })
})
