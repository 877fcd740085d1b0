import { chmod, mkdir, mkdtemp, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK } from 'jose'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AUDIENCE, createSigner, ISSUER, NOW, type Signer } from '../../test/signer.js'
import { fileKeys } from '../adapters/node.js'
import { createGuard } from '../create-guard.js'
import { latchkey } from '../issuers/latchkey.js'
import { SECOND } from '../time.js'
import { type KeySource, KeysUnreachable } from './key-source.js'

let first: Signer
let second: Signer
let folder: string
let path: string
let now: number
let keys: KeySource

const write = async (content: unknown): Promise<void> => {
  // As those do who are careful: the new file takes the place of the old one at once.
  await writeFile(`${path}.new`, typeof content === 'string' ? content : JSON.stringify(content))
  await rename(`${path}.new`, path)
}
const open = () => fileKeys(path, { clock: () => now })
const lookup = async (kid: string): Promise<string> => {
  try {
    return (await keys.find({ kid, alg: 'ES256' })) === undefined ? 'unknown' : 'found'
  } catch (error) {
    if (error instanceof KeysUnreachable) return 'unreachable'
    throw error
  }
}

beforeAll(async () => {
  first = await createSigner('ES256', 'first')
  second = await createSigner('ES256', 'second')
})
beforeEach(async () => {
  now = NOW
  folder = await mkdtemp(join(tmpdir(), 'latchkey-keys-'))
  path = join(folder, 'jwks.json')
  await write({ keys: [first.jwk] })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('keys from a file', () => {
  it('protect an API that can reach nobody', async () => {
    const guard = createGuard({
      issuers: [latchkey({ issuer: ISSUER, audience: AUDIENCE, keys: open() })],
      clock: () => now,
      fetch: () => Promise.reject(new Error('nothing is fetched')),
    })
    expect((await guard.verify(await first.token())).clientId).toBe('web')
    await expect(guard.verify(await second.token())).rejects.toMatchObject({ code: 'token_key_unknown' })
  })

  it('are there without a promise', () => {
    expect(open().find({ kid: 'first', alg: 'ES256' })).not.toBeInstanceOf(Promise)
  })
})

describe('a file that was replaced', () => {
  beforeEach(() => {
    keys = open()
  })

  it('is read again for a kid that is unknown, at most once per cool-down', async () => {
    await write({ keys: [first.jwk, second.jwk] })
    expect(await lookup('second')).toBe('unknown')
    now += 30 * SECOND
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => lookup('second')))
    expect(new Set(outcomes)).toEqual(new Set(['found']))
    await write({ keys: [first.jwk] })
    now += 30 * SECOND - 1
    expect(await lookup('second')).toBe('found')
    expect(await lookup('invented')).toBe('unknown')
    expect(await lookup('second')).toBe('found')
  })

  it('takes a key away that it does not hold any more', async () => {
    await write({ keys: [second.jwk] })
    now += 30 * SECOND
    // Nobody waits for the look: the one who causes it is served, those who come after it are not.
    expect(keys.find({ kid: 'first', alg: 'ES256' })).not.toBeInstanceOf(Promise)
    await expect.poll(() => lookup('first')).toBe('unknown')
    expect(await lookup('second')).toBe('found')
  })

  it('is another one by its number and size, though its time is the same', async () => {
    const then = new Date(NOW)
    await utimes(path, then, then)
    keys = open()
    await write({ keys: [second.jwk] })
    await utimes(path, then, then)
    now += 30 * SECOND
    expect(await lookup('second')).toBe('found')
  })

  it('may be behind a link that points elsewhere now, as mounted configuration is', async () => {
    const link = join(folder, 'link.json')
    await writeFile(join(folder, 'a.json'), JSON.stringify({ keys: [first.jwk] }))
    await writeFile(join(folder, 'b.json'), JSON.stringify({ keys: [second.jwk] }))
    await symlink('a.json', link)
    keys = fileKeys(link, { clock: () => now })
    await unlink(link)
    await symlink('b.json', link)
    now += 30 * SECOND
    expect(await lookup('second')).toBe('found')
  })

  it.each<[string, () => Promise<unknown>]>([
    ['is gone', () => unlink(path)],
    ['is half written', () => write('{"keys":[')],
    ['holds no key', () => write({ keys: [] })],
    [
      'holds a private key',
      async () => write({ keys: [{ ...first.jwk, ...(await exportJWK(first.privateKey)) }] }),
    ],
  ])('and %s leaves the keys in use, and judges no other', async (_, replace) => {
    await replace()
    now += 30 * SECOND
    expect(await lookup('second')).toBe('unreachable')
    expect(await lookup('first')).toBe('found')
    await write({ keys: [first.jwk, second.jwk] })
    now += 30 * SECOND
    expect(await lookup('second')).toBe('found')
  })

  it('is looked at again when the clock was set back', async () => {
    await write({ keys: [second.jwk] })
    now -= SECOND
    expect(await lookup('second')).toBe('found')
  })
})

describe('at start', () => {
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['that is not there', () => unlink(path), /cannot be read: ENOENT/],
    ['that is a folder', () => unlink(path).then(() => mkdir(path)), /cannot be read/],
    ['that is empty', () => write(''), /is no JWK Set/],
    ['with something else than JSON', () => write('-----BEGIN PUBLIC KEY-----'), /is no JWK Set/],
    ['with a key and no set', async () => write(first.jwk), /is no JWK Set/],
    ['without keys', () => write({ keys: [] }), /holds no usable key/],
    [
      'with keys that are for nothing here',
      async () => write({ keys: [{ ...first.jwk, use: 'enc' }, 'x', null] }),
      /holds no usable key/,
    ],
    [
      'with a private key beside a good one',
      async () => write({ keys: [first.jwk, await exportJWK(second.privateKey)] }),
      /holds a private or symmetric key/,
    ],
    [
      'with a shared secret beside a good one',
      () => write({ keys: [first.jwk, { kty: 'oct', k: 'c2VjcmV0' }] }),
      /holds a private or symmetric key/,
    ],
    [
      'that is huge',
      () => write({ keys: [first.jwk], filler: 'x'.repeat(128 * 1024) }),
      /larger than 131072 bytes/,
    ],
  ])('a file %s is refused, and named', async (_, replace, reason) => {
    await replace()
    expect(open).toThrow(TypeError)
    expect(open).toThrow(reason)
    expect(open).toThrow(path)
    expect(open).not.toThrow(/c2VjcmV0/)
  })

  it.skipIf(process.getuid?.() === 0)('a file that may not be read is refused', async () => {
    await chmod(path, 0o000)
    expect(open).toThrow(/cannot be read: EACCES/)
  })

  it.each([undefined, '', 7, new URL('file:///jwks.json')])('%s is no path', (given) => {
    expect(() => fileKeys(given as string)).toThrow(/fileKeys: give the path/)
  })

  it.each([0, -1, Number.NaN, '30' as never])('a cool-down of %s is refused', (cooldown) => {
    expect(() => fileKeys(path, { cooldown })).toThrow(/cooldown must be a positive number/)
  })
})
