import { inflateSync } from 'node:zlib'
import { paths } from '@latchkey/contract'
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import { expect, test, vi } from 'vitest'
import {
  CONFIDENTIAL,
  ISSUER,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { ask } from './fixtures/ask.js'

// Token Status List (draft-ietf-oauth-status-list-21), read with jose and zlib.

const LIST = `${paths.statusLists}/0`

interface ListClaims {
  readonly sub: string
  readonly ttl: number
  readonly exp: number
  readonly iat: number
  readonly status_list: { readonly bits: number; readonly lst: string }
}

const fetchList = (
  house: TestLatchkey,
  path = LIST,
  headers: Record<string, string> = {},
): Promise<Response> => house.latchkey.fetch(new Request(ISSUER + path, { headers }))

const readList = async (house: TestLatchkey): Promise<ListClaims> => {
  const { body } = await ask(house, paths.jwks)
  const token = await (await fetchList(house)).text()
  const { payload } = await jwtVerify<ListClaims>(token, createLocalJWKSet(body as never), {
    issuer: ISSUER,
    typ: 'statuslist+jwt',
    currentDate: new Date(house.clock.now()),
  })
  return payload as ListClaims
}

const statusOf = (accessToken: string): { idx: number; uri: string } =>
  (decodeJwt(accessToken)['status'] as { status_list: { idx: number; uri: string } }).status_list

const bitIn = ({ status_list: { lst } }: ListClaims, index: number): number => {
  const bits = inflateSync(Buffer.from(lst, 'base64url'))
  return ((bits[index >> 3] ?? 0) >> (index & 7)) & 1
}

const endedIn = ({ status_list: { lst } }: ListClaims): number =>
  inflateSync(Buffer.from(lst, 'base64url')).reduce(
    (sum, byte) => sum + byte.toString(2).split('1').length - 1,
    0,
  )

const end = async (house: TestLatchkey, token: string): Promise<void> => {
  expect((await ask(house, paths.revoke, { client: CONFIDENTIAL, form: { token } })).status).toBe(200)
  // A list that was made a moment ago is not made again at once.
  house.clock.advance(300)
}

test('§6.1: an access JWT says in which list its session stands, and where', async () => {
  await using house = await startTestLatchkey()
  const { access_token } = await house.signIn()
  expect(statusOf(access_token)).toEqual({ idx: expect.any(Number), uri: ISSUER + LIST })
})

test('§6.1: a session keeps its place through every refresh, and shares it with nobody', async () => {
  await using house = await startTestLatchkey()
  const first = await house.signIn()
  const second = await house.signIn()
  const renewed = await house.refresh(first.refresh_token)
  expect('access_token' in renewed && statusOf(renewed.access_token)).toEqual(statusOf(first.access_token))
  expect(statusOf(second.access_token).idx).not.toBe(statusOf(first.access_token).idx)
})

test('§5.1: a status list token says its address, its times and one bit a session', async () => {
  await using house = await startTestLatchkey()
  await house.signIn()
  const list = await readList(house)
  const now = Math.floor(house.clock.now() / 1_000)
  expect(list).toEqual({
    iss: ISSUER,
    sub: ISSUER + LIST,
    iat: now,
    exp: now + 600,
    ttl: 10,
    status_list: { bits: 1, lst: expect.stringMatching(/^[\w-]+$/) },
  })
  expect(inflateSync(Buffer.from(list.status_list.lst, 'base64url'))).toHaveLength(2 ** 17)
})

test('§13.7: whatever is served may be kept for its ttl and holds until then, however short access tokens live', async () => {
  await using house = await startTestLatchkey({ options: { lifetimes: { accessToken: 3_000 } } })
  await house.signIn()
  for (let second = 0; second < 12; second += 1) {
    const { exp, ttl } = await readList(house)
    expect(exp).toBeGreaterThan(house.clock.now() / 1_000 + ttl)
    house.clock.advance(1_000)
  }
})

test('§7.1: the bit of a session is 0 while it lives and 1 when it has ended, and no other bit changes', async () => {
  await using house = await startTestLatchkey()
  const gone = await house.signIn()
  const kept = await house.signIn()
  expect(endedIn(await readList(house))).toBe(0)
  await end(house, gone.refresh_token)
  await vi.waitFor(async () => expect(endedIn(await readList(house))).toBe(1), 20_000)
  const list = await readList(house)
  expect(bitIn(list, statusOf(gone.access_token).idx)).toBe(1)
  expect(bitIn(list, statusOf(kept.access_token).idx)).toBe(0)
})

test('what had ended before a restart is in the list after it', async () => {
  await using house = await startTestLatchkey()
  const gone = await house.signIn()
  await house.signIn()
  await end(house, gone.refresh_token)
  await house.restart()
  expect(bitIn(await readList(house), statusOf(gone.access_token).idx)).toBe(1)
})

test('§8.1, §9.1: a list has its media type, may be read from any origin and kept for its ttl', async () => {
  await using house = await startTestLatchkey()
  await house.signIn()
  const { status, headers } = await fetchList(house, LIST, { accept: 'application/statuslist+jwt' })
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('application/statuslist+jwt')
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(headers.get('cache-control')).toBe('public, max-age=10')
})

test('§13.7: who has the list of now gets 304, until a session ends', async () => {
  await using house = await startTestLatchkey()
  const { refresh_token } = await house.signIn()
  await house.signIn()
  const etag = (await fetchList(house)).headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[\w-]+"$/)
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await fetchList(house, LIST, { 'if-none-match': known })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
  }
  await end(house, refresh_token)
  const asked = () => fetchList(house, LIST, { 'if-none-match': etag })
  await vi.waitFor(async () => expect((await asked()).status).toBe(200), 20_000)
})

test('§9.3: the metadata say where all lists are, and those are the ones in which somebody stands', async () => {
  await using house = await startTestLatchkey()
  await house.signIn()
  const metadata = (await ask(house, paths.openidConfiguration)).body as Record<string, unknown>
  expect(metadata['status_list_aggregation_endpoint']).toBe(ISSUER + paths.statusLists)
  expect((await ask(house, paths.statusLists)).body).toEqual({ status_lists: [ISSUER + LIST] })
})

test.each(['1', '-1', '00', '1e3', '99999999999', 'x', '0/0', '%30'])('there is no list %s', async (name) => {
  await using house = await startTestLatchkey()
  await house.signIn()
  expect((await fetchList(house, `${paths.statusLists}/${name}`)).status).toBe(404)
})

test('where nobody has ever signed in there is no list', async () => {
  await using house = await startTestLatchkey()
  expect((await fetchList(house)).status).toBe(404)
  expect((await ask(house, paths.statusLists)).body).toEqual({ status_lists: [] })
})
