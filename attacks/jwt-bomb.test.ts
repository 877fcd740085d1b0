import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  granted,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { bearer } from './fixtures/bearer.js'
import { encodePart, splitJwt } from './fixtures/jwt-parts.js'

// Tokens that cost the reader more than the writer. None needs a valid signature: they are read before it is checked.

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const part = (text: string): string => Buffer.from(text).toString('base64url')
const nested = (open: string, close: string, depth: number): string =>
  open.repeat(depth) + close.repeat(depth)
const HEADER = part('{"alg":"RS256","typ":"JWT"}')

const bombs = (): Record<string, string> => {
  const iss = JSON.stringify(house.provider.issuer)
  const claims = (rest: string): string => part(`{"iss":${iss},${rest}}`)
  return {
    'arrays nested as deep as fits': `${HEADER}.${claims(`"aud":${nested('[', ']', 5_000)}`)}.AA`,
    'objects nested as deep as fits': `${HEADER}.${claims(`"azp":${nested('{"a":', '}', 1_500).replace('}', '1}')}`)}.AA`,
    'a header nested as deep as fits': `${part(`{"alg":"RS256","x":${nested('[', ']', 5_000)}}`)}.${claims('"a":1')}.AA`,
    'a header of ten thousand characters': `${encodePart({ alg: 'RS256', x: 'a'.repeat(9_000) })}.${claims('"a":1')}.AA`,
    'a kid of ten thousand characters': `${encodePart({ alg: 'RS256', kid: 'k'.repeat(9_000) })}.${claims('"a":1')}.AA`,
    'thousands of members': `${HEADER}.${claims(Array.from({ length: 1_200 }, (_, i) => `"m${i}":1`).join())}.AA`,
    'thousands of header members': `${part(`{"alg":"RS256",${Array.from({ length: 1_000 }, (_, i) => `"m${i}":1`).join()}}`)}.${claims('"a":1')}.AA`,
    'numbers without end': `${HEADER}.${claims(`"exp":${'9'.repeat(5_000)}`)}.AA`,
    'quotes and backslashes': `${part(`{"alg":"RS256","x":"${'\\"'.repeat(4_000)}"}`)}.${claims('"a":1')}.AA`,
    'nothing but dots': '.'.repeat(15_000),
    'a hundred thousand characters': 'a'.repeat(30_000),
    'an encrypted token': `${encodePart({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' })}..AAAA.${'A'.repeat(9_000)}.AA`,
    'a compressed payload': `${encodePart({ alg: 'RS256', zip: 'DEF' })}.${claims('"a":1')}.AA`,
    'five parts': `${HEADER}.${claims('"a":1')}.AA.AA.AA`,
    'not UTF-8': `${HEADER}.${Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('base64url')}.AA`,
    'a prototype': `${HEADER}.${claims('"__proto__":{"admin":true}')}.AA`,
  }
}

const names = [
  ...['arrays nested as deep as fits', 'objects nested as deep as fits', 'a header nested as deep as fits'],
  ...['a header of ten thousand characters', 'a kid of ten thousand characters', 'thousands of members'],
  ...['thousands of header members', 'numbers without end', 'quotes and backslashes', 'nothing but dots'],
  ...[
    'a hundred thousand characters',
    'an encrypted token',
    'a compressed payload',
    'five parts',
    'not UTF-8',
  ],
  'a prototype',
]

describe('is refused wherever it is presented:', () => {
  test.each(names)('%s', async (name) => {
    const bomb = bombs()[name] ?? ''
    expect(bomb).not.toBe('')
    expect(await house.exchange(bomb)).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      reason: expect.stringMatching(/^proof_/),
    })
    const response = await house.latchkey.fetch(bearer(bomb))
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({
      error: 'invalid_token',
      reason: expect.stringMatching(/^token_/),
    })
    expect(await house.introspect(bomb)).toEqual({ active: false })
    expect(await house.refresh(bomb)).toMatchObject({ status: 400, reason: 'refresh_token_invalid' })
  })
})

test('the list above is the whole arsenal', () => {
  expect(Object.keys(bombs())).toEqual(names)
})

test('what they leave in the log is short, and one line each', async () => {
  for (const bomb of Object.values(bombs())) await house.exchange(bomb)
  for (const line of house.logLines) {
    expect(line.length).toBeLessThan(1_000)
    expect(line).not.toContain('\n')
  }
})

test('strangers with ever new headers do not push out what the honest need', async () => {
  const { payload } = splitJwt(await house.idToken())
  for (let index = 0; index < 500; index += 1) {
    const answer = await house.exchange(
      `${encodePart({ alg: 'RS256', kid: `k${index}`, x: index })}.${payload}.AA`,
    )
    expect(answer).toMatchObject({ status: 400, reason: 'proof_key_unknown' })
  }
  granted(await house.exchange(await house.idToken()))
})
