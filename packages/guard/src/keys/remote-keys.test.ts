import type { RequestListener } from 'node:http'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { json, type KeyServer, startKeyServer, status } from '../../test/key-server.js'
import { createSigner, NOW, type Signer } from '../../test/signer.js'
import { HOUR, MINUTE, SECOND } from '../time.js'
import { type KeySource, KeysUnreachable } from './key-source.js'
import { createRemoteKeys } from './remote-keys.js'
import type { RemoteKeysOptions } from './remote-keys-options.js'

let first: Signer
let second: Signer
let issuer: KeyServer
let now: number
let keys: KeySource

const source = (options: Partial<RemoteKeysOptions> = {}) =>
  createRemoteKeys({ url: issuer.url, clock: () => now, ...options })
const find = async (kid: string, alg = 'ES256') => await keys.find({ kid, alg })
/** What became of a lookup: the kid's key was there, was not, or nobody can tell. */
const lookup = (kid: string) =>
  find(kid).then(
    (key) => (key === undefined ? 'unknown' : 'found'),
    (error: unknown) => (error instanceof KeysUnreachable ? 'unreachable' : error),
  )
/** Lets a fetch that nobody waits for come to its end. */
const requestsReach = async (count: number) => {
  await expect.poll(() => issuer.requests).toBe(count)
  await new Promise((done) => setTimeout(done, 30))
}

beforeAll(async () => {
  first = await createSigner('ES256', 'first')
  second = await createSigner('ES256', 'second')
})
beforeEach(async () => {
  now = NOW
  issuer = await startKeyServer(json({ keys: [first.jwk] }))
  keys = source()
})
afterEach(() => issuer.close())

describe('keys of an issuer', () => {
  it('are fetched when the first token needs them, and then kept', async () => {
    expect(issuer.requests).toBe(0)
    expect(await lookup('first')).toBe('found')
    expect(await lookup('first')).toBe('found')
    expect(issuer.requests).toBe(1)
  })

  it('are there without a promise once they are known', async () => {
    const key = await find('first')
    expect(keys.find({ kid: 'first', alg: 'ES256' })).toBe(key)
  })

  it('are fetched once, however many requests come first', async () => {
    const outcomes = await Promise.all(Array.from({ length: 1000 }, () => lookup('first')))
    expect(new Set(outcomes)).toEqual(new Set(['found']))
    expect(issuer.requests).toBe(1)
  })

  it('are fetched once by a thousand requests that all fail', async () => {
    issuer.answer = status(500)
    const outcomes = await Promise.all(Array.from({ length: 1000 }, () => lookup('first')))
    expect(new Set(outcomes)).toEqual(new Set(['unreachable']))
    expect(issuer.requests).toBe(1)
  })
})

describe('an unknown kid', () => {
  it('asks the issuer again, so a rotated key is found', async () => {
    await lookup('first')
    issuer.answer = json({ keys: [second.jwk, first.jwk] })
    now += 30 * SECOND
    expect(await lookup('second')).toBe('found')
    expect(issuer.requests).toBe(2)
  })

  it('asks at most once per cool-down, whoever invents kids', async () => {
    await lookup('first')
    for (let i = 0; i < 100; i += 1) expect(await lookup(`invented-${i}`)).toBe('unknown')
    now += 30 * SECOND - 1
    expect(await lookup('second')).toBe('unknown')
    expect(issuer.requests).toBe(1)
    now += 1
    await Promise.all(Array.from({ length: 100 }, (_, i) => lookup(`invented-${i}`)))
    expect(issuer.requests).toBe(2)
  })

  it('does not disturb the known ones', async () => {
    await lookup('first')
    now += 30 * SECOND
    const [unknown, known] = await Promise.all([lookup('invented'), lookup('first')])
    expect([unknown, known]).toEqual(['unknown', 'found'])
  })
})

describe('an old key set', () => {
  it('is renewed after its time, and a withdrawn key is gone then', async () => {
    await lookup('first')
    issuer.answer = json({ keys: [second.jwk] })
    now += 10 * MINUTE
    expect(await lookup('first')).toBe('unknown')
    expect(await lookup('second')).toBe('found')
    expect(issuer.requests).toBe(2)
  })

  it('is renewed in the background before its time is up, and nobody waits', async () => {
    await lookup('first')
    now += 8 * MINUTE
    expect(keys.find({ kid: 'first', alg: 'ES256' })).not.toBeInstanceOf(Promise)
    await requestsReach(2)
    now += 8 * MINUTE - 1
    expect(keys.find({ kid: 'first', alg: 'ES256' })).not.toBeInstanceOf(Promise)
    await requestsReach(2)
  })

  it('is withdrawn as a whole by an empty one', async () => {
    await lookup('first')
    issuer.answer = json({ keys: [] })
    now += 10 * MINUTE
    expect(await lookup('first')).toBe('unknown')
  })

  it.each<[string, Record<string, string>, number]>([
    ['max-age', { 'cache-control': 'public, max-age=120' }, 2 * MINUTE],
    ['max-age less Age', { 'cache-control': 'max-age=120', age: '60' }, MINUTE],
    ['no more than maxAge', { 'cache-control': 'max-age=86400' }, 10 * MINUTE],
    ['no less than the cool-down', { 'cache-control': 'max-age=1' }, 30 * SECOND],
    ['the cool-down after no-store', { 'cache-control': 'no-store, max-age=600' }, 30 * SECOND],
    ['maxAge after nonsense', { 'cache-control': 'max-age=soon', age: 'x' }, 10 * MINUTE],
    ['maxAge, and not the s-maxage of others', { 'cache-control': 's-maxage=60' }, 10 * MINUTE],
  ])('is used for %s', async (_, headers, life) => {
    issuer.answer = json({ keys: [first.jwk] }, headers)
    await lookup('first')
    issuer.answer = json({ keys: [] })
    now += life * 0.8 - 1
    expect(await lookup('first')).toBe('found')
    expect(issuer.requests).toBe(1)
    now += life * 0.2 + 1
    expect(await lookup('first')).toBe('unknown')
    expect(issuer.requests).toBe(2)
  })

  it('is renewed when the clock was set back', async () => {
    await lookup('first')
    now -= 24 * HOUR
    expect(await lookup('first')).toBe('found')
    expect(issuer.requests).toBe(2)
  })
})

describe('while the issuer is down', () => {
  it('known keys serve on, without waiting, up to the stated limit', async () => {
    keys = source({ staleFor: HOUR })
    await lookup('first')
    issuer.answer = status(503)
    now += 10 * MINUTE
    expect(await lookup('first')).toBe('found')
    expect(issuer.requests).toBe(2)
    now += HOUR - 1
    expect(keys.find({ kid: 'first', alg: 'ES256' })).not.toBeInstanceOf(Promise)
    await requestsReach(3)
    now += 1
    expect(await lookup('first')).toBe('unreachable')
  })

  it('an unknown kid cannot be judged', async () => {
    await lookup('first')
    issuer.answer = status(503)
    now += 30 * SECOND
    expect(await lookup('second')).toBe('unreachable')
    expect(await lookup('first')).toBe('found')
  })

  it('it is asked in growing pauses, from one second to the cool-down', async () => {
    issuer.answer = status(500)
    await lookup('first')
    const asked: number[] = []
    for (let elapsed = 1; elapsed <= 130; elapsed += 1) {
      now = NOW + elapsed * SECOND
      const before = issuer.requests
      await Promise.all([lookup('first'), lookup('second'), lookup('first')])
      if (issuer.requests > before) asked.push(elapsed)
      expect(issuer.requests - before).toBeLessThanOrEqual(1)
    }
    expect(asked).toEqual([1, 3, 7, 15, 31, 61, 91, 121])
  })

  it('the error says when to come back and what was wrong', async () => {
    issuer.answer = status(500)
    const error = await find('first').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ retryAfter: SECOND, message: `keys from ${issuer.url}: answered 500` })
  })

  it('and comes back, everything is as before', async () => {
    issuer.answer = status(500)
    expect(await lookup('first')).toBe('unreachable')
    issuer.answer = json({ keys: [first.jwk] })
    now += SECOND
    expect(await lookup('first')).toBe('found')
    expect(await lookup('second')).toBe('unknown')
  })

  it('a refused connection is like any other failure', async () => {
    await issuer.close()
    expect(await lookup('first')).toBe('unreachable')
  })
})

describe('an answer', () => {
  const endless: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = () => {
      while (!response.destroyed && response.write('[['.repeat(8192)));
    }
    response.on('drain', more)
    more()
  }
  const dripping: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{"keys":')
  }

  it.each<[string, RequestListener, RegExp]>([
    ['not JSON', json('<html>'), /not JSON/],
    ['not a key set', json({ nothing: [] }), /not a JWK Set/],
    ['too large', json({ keys: [], filler: 'x'.repeat(128 * 1024) }), /larger than 131072 bytes/],
    ['without an end', endless, /larger than 131072 bytes/],
    ['never given', () => {}, /no answer within 1000 ms/],
    ['never finished', dripping, /no answer within 1000 ms/],
    ['an error', status(404), /answered 404/],
    ['empty', status(204), /answered 204/],
  ])('that is %s is not taken, and the keys we had stay', async (_, answer, reason) => {
    if (reason.source.startsWith('no answer')) keys = source({ timeout: SECOND })
    issuer.answer = answer
    await expect(find('first')).rejects.toThrow(reason)

    issuer.answer = json({ keys: [first.jwk] })
    now += MINUTE
    expect(await lookup('first')).toBe('found')
    issuer.answer = answer
    now += 10 * MINUTE
    expect(await lookup('first')).toBe('found')
  })

  it.each([301, 302, 303, 307, 308])('that redirects (%i) is not followed', async (code) => {
    const elsewhere = await startKeyServer(json({ keys: [first.jwk] }))
    issuer.answer = status(code, { location: elsewhere.url })
    await expect(find('first')).rejects.toThrow(`answered ${code}`)
    expect(elsewhere.requests).toBe(0)
    await elsewhere.close()
  })

  it('is bounded in time even by a fetch that does not listen', async () => {
    keys = source({ timeout: 50, fetch: () => new Promise(() => {}) })
    expect(await lookup('first')).toBe('unreachable')
  })

  it('may come from a fetch of your own, such as the server in this process', async () => {
    const asked: string[] = []
    const fetch = async (url: unknown) => {
      asked.push(String(url))
      return Response.json({ keys: [first.jwk] })
    }
    keys = source({ fetch: fetch as typeof globalThis.fetch })
    expect(await lookup('first')).toBe('found')
    expect(asked).toEqual([issuer.url])
    expect(issuer.requests).toBe(0)
  })
})

describe('the options', () => {
  it.each<[Partial<RemoteKeysOptions>, RegExp]>([
    [{ url: 'keys.json' }, /url must be an absolute URL/],
    [{ url: 'http://id.example.com/keys' }, /url must be https/],
    [{ url: 'http://127.0.0.1.evil.example/keys' }, /url must be https/],
    [{ url: 'file:///etc/passwd' }, /url must be an https URL/],
    [{ url: 'https://user:secret@id.example.com/' }, /user name or password/],
    [{ cooldown: 0 }, /cooldown must be a positive number/],
    [{ timeout: Number.NaN }, /timeout must be a positive number/],
    [{ maxBytes: -1 }, /maxBytes must be a positive number/],
    [{ maxAge: Number.POSITIVE_INFINITY }, /maxAge must be a positive number/],
    [{ staleFor: -1 }, /staleFor must be zero or a positive number/],
  ])('%j stop the start', (options, problem) => {
    expect(() => source(options)).toThrow(problem)
    expect(() => source(options)).toThrow(TypeError)
  })

  it('are all complained about at once, without repeating a password', () => {
    const build = () => source({ url: 'https://user:secret@id.example.com/', cooldown: 0, timeout: -1 })
    expect(build).toThrow(/url .*; cooldown .*; timeout /)
    expect(build).not.toThrow(/secret/)
  })

  it.each([
    'https://id.example.com/keys',
    'http://localhost:3000/',
    'http://app.localhost/',
    'http://[::1]:8080/',
  ])('accept %s', (url) => {
    expect(() => source({ url })).not.toThrow()
  })

  it('allow http elsewhere only when asked to', () => {
    expect(() => source({ url: 'http://latchkey:3000/keys', allowHttp: true })).not.toThrow()
  })
})
