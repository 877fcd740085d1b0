import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { exportJWK, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { json, startKeyServer } from '../../test/key-server.js'
import {
  AUDIENCE,
  claimsWith,
  createSigner,
  encode,
  ISSUER,
  NOW,
  SECONDS,
  type Signer,
} from '../../test/signer.js'
import { createLocalKeys } from '../keys/local-keys.js'
import { type VerifyJwtOptions, verifyJwt } from './verify-jwt.js'

let signer: Signer
let expected: VerifyJwtOptions

beforeAll(async () => {
  signer = await createSigner()
  expected = {
    keys: createLocalKeys({ keys: [signer.jwk] }),
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['ES256', 'RS256', 'EdDSA'],
    typ: 'at+jwt',
    clock: () => NOW,
  }
})

const verdictOn = async (token: string, deviation: Partial<VerifyJwtOptions> = {}) => {
  const verdict = await verifyJwt(token, { ...expected, ...deviation })
  return verdict.ok ? 'accepted' : verdict.failure
}

/** A token signed by hand, for what a sound library will not sign. */
const signedByHand = (header: unknown, payload: unknown, key: KeyObject | string | Buffer): string => {
  const input = `${encode(header)}.${encode(payload)}`
  const signature =
    typeof key === 'string' || Buffer.isBuffer(key)
      ? createHmac('sha256', key).update(input).digest()
      : sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

describe('a valid token', () => {
  it.each(['ES256', 'RS256', 'EdDSA'] as const)(
    'signed with %s by an independent library is accepted',
    async (alg) => {
      const other = await createSigner(alg, 'k')
      const keys = createLocalKeys({ keys: [other.jwk] })
      const verdict = await verifyJwt(await other.token(), { ...expected, keys, algorithms: [alg] })
      expect(verdict).toMatchObject({
        ok: true,
        header: { alg, kid: 'k', typ: 'at+jwt' },
        payload: claimsWith(),
      })
    },
  )

  it('comes back with what its signature covers, frozen all the way down', async () => {
    const token = await signer.token({ claims: { org: { teams: ['a'] } } })
    const verdict = await verifyJwt(token, expected)
    if (!verdict.ok) throw new Error(verdict.detail)
    expect(verdict.signingInput).toBe(token.slice(0, token.lastIndexOf('.')))
    const { teams } = verdict.payload['org'] as { teams: string[] }
    expect(() => teams.push('b')).toThrow(TypeError)
    expect(Object.isFrozen(verdict.payload)).toBe(true)
    expect(Object.isFrozen(verdict.header)).toBe(true)
  })

  it('may name several audiences, one of them ours, and may be accepted for several', async () => {
    expect(await verdictOn(await signer.token({ claims: { aud: ['other', AUDIENCE] } }))).toBe('accepted')
    expect(await verdictOn(await signer.token(), { audience: ['other', AUDIENCE] })).toBe('accepted')
  })

  it('without kid is accepted only while there is one key to choose', async () => {
    const token = await signer.token({ header: { kid: undefined } })
    const second = await createSigner('ES256', 'key-2')
    expect(await verdictOn(token)).toBe('accepted')
    expect(await verdictOn(token, { keys: createLocalKeys({ keys: [signer.jwk, second.jwk] }) })).toBe(
      'key-unknown',
    )
  })
})

describe('the algorithm', () => {
  it.each(['none', 'None', 'NONE', 'nOnE', ''])('"%s" without a signature is refused', async (alg) => {
    expect(await verdictOn(`${encode({ alg, typ: 'at+jwt' })}.${encode(claimsWith())}.`)).toBe('algorithm')
  })

  it('HS256 with the public key as its secret is refused, in every spelling of that key', async () => {
    const header = { alg: 'HS256', typ: 'at+jwt', kid: signer.kid }
    const spellings = [
      signer.publicKey.export({ type: 'spki', format: 'pem' }),
      signer.publicKey.export({ type: 'spki', format: 'der' }),
      JSON.stringify(signer.jwk),
    ]
    for (const secret of spellings) {
      expect(await verdictOn(signedByHand(header, claimsWith(), secret))).toBe('algorithm')
    }
  })

  it('outside the list is refused although key and signature are good', async () => {
    const rsa = await createSigner('RS256', 'rsa')
    const keys = createLocalKeys({ keys: [rsa.jwk] })
    expect(await verdictOn(await rsa.token(), { keys, algorithms: ['ES256'] })).toBe('algorithm')
  })

  it('must be the one of the key: RS256 in the header never meets an EC key', async () => {
    const rsa = await createSigner('RS256', signer.kid)
    expect(await verdictOn(await rsa.token())).toBe('key-unknown')
    // Even a key source that ignores the algorithm cannot bring them together.
    expect(await verdictOn(await rsa.token(), { keys: { find: () => signer.publicKey } })).toBe('algorithm')
  })

  it.each([
    ['a weak RSA key', () => generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey, 'RS256'],
    ['a key of another curve', () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey, 'ES256'],
    ['a private key', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'ES256'],
  ])('is refused for %s, whatever the key source hands out', async (_, key, alg) => {
    const token = `${encode({ alg, typ: 'at+jwt' })}.${encode(claimsWith())}.${encode('signature')}`
    const found = key()
    expect(await verdictOn(token, { keys: { find: () => found } })).toBe('algorithm')
  })
})

describe('the signature', () => {
  it('of another key with the same kid is refused', async () => {
    const impostor = await createSigner('ES256', signer.kid)
    expect(await verdictOn(await impostor.token())).toBe('signature')
  })

  it('does not carry over to another payload or header', async () => {
    const [header, , signature] = (await signer.token()).split('.')
    expect(await verdictOn(`${header}.${encode(claimsWith({ sub: 'usr_root' }))}.${signature}`)).toBe(
      'signature',
    )
    const [, payload] = (await signer.token()).split('.')
    const other = encode({ alg: 'ES256', typ: 'at+jwt', kid: signer.kid, x: 1 })
    expect(await verdictOn(`${other}.${payload}.${signature}`)).toBe('signature')
  })

  const P256_ORDER = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'
  it.each([
    ['missing', Buffer.alloc(0)],
    ['all zero', Buffer.alloc(64)],
    ['all zero in DER', Buffer.from('3006020100020100', 'hex')],
    ['made of the group order', Buffer.from(P256_ORDER + P256_ORDER, 'hex')],
    ['all ones', Buffer.alloc(64, 0xff)],
  ])('that is %s is refused', async (_, signature) => {
    const [header, payload] = (await signer.token()).split('.')
    expect(await verdictOn(`${header}.${payload}.${signature.toString('base64url')}`)).toBe('signature')
  })

  it('has 64 bytes: DER, shorter and longer forms of a good one are refused', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const input = `${encode({ alg: 'ES256', typ: 'at+jwt' })}.${encode(claimsWith())}`
    const good = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    const der = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'der' })
    const verdict = (bytes: Buffer) =>
      verdictOn(`${input}.${bytes.toString('base64url')}`, { keys: { find: () => publicKey } })
    expect(await verdict(good)).toBe('accepted')
    expect(await verdict(der)).toBe('signature')
    expect(await verdict(good.subarray(0, 63))).toBe('signature')
    expect(await verdict(Buffer.concat([good, Buffer.alloc(1)]))).toBe('signature')
    expect(await verdict(Buffer.concat([Buffer.alloc(1), good]))).toBe('signature')
  })

  it.each(['jwk', 'jku', 'x5u', 'x5c'] as const)(
    'is never checked with a key the token brings along (%s)',
    async (member) => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const jwk = await exportJWK(publicKey)
      const endpoint = await startKeyServer(json({ keys: [jwk] }))
      const value = { jwk, jku: endpoint.url, x5u: endpoint.url, x5c: ['AAAA'] }[member]
      const header = { alg: 'ES256', typ: 'at+jwt', kid: 'attacker', [member]: value }
      const own = { ...header, kid: signer.kid }
      expect(await verdictOn(signedByHand(header, claimsWith(), privateKey))).toBe('key-unknown')
      expect(await verdictOn(signedByHand(own, claimsWith(), privateKey))).toBe('signature')
      expect(endpoint.requests).toBe(0)
      await endpoint.close()
    },
  )
})

describe('the encoding', () => {
  it('is the canonical one: padding, foreign characters and stray bits are refused', async () => {
    const token = await signer.token()
    const last = token.at(-1) ?? ''
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    // 86 characters carry 516 bits, the signature has 512: four bits are left to play with.
    const sameBytes = token.slice(0, -1) + alphabet[alphabet.indexOf(last) + 1]
    const signatureOf = (text: string) => Buffer.from(text.split('.')[2] ?? '', 'base64url')
    expect(signatureOf(sameBytes)).toEqual(signatureOf(token))
    for (const spelling of [
      sameBytes,
      `${token}=`,
      `${token}==`,
      `${token}\n`,
      ` ${token}`,
      `${token.slice(0, 40)} ${token.slice(40)}`,
      token.replace('.', '=.'),
      `${token.slice(0, -3)}+/+`,
    ]) {
      expect(await verdictOn(spelling), spelling.slice(-5)).toBe('malformed')
    }
  })

  it('has exactly three parts', async () => {
    const token = await signer.token()
    const [header, payload, signature] = token.split('.')
    for (const text of [
      '',
      '.',
      '..',
      '...',
      'a.b',
      `${token}.`,
      `.${token}`,
      `${header}.${payload}`,
      `${token}.e30`,
    ]) {
      expect(await verdictOn(text), text.slice(0, 10)).toBe('malformed')
    }
    expect(await verdictOn(JSON.stringify({ protected: header, payload, signature }))).toBe('malformed')
    expect(await verdictOn(42 as unknown as string)).toBe('malformed')
  })

  it.each([
    ['not JSON', '{"alg":'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a string', '"ES256"'],
    ['two objects', '{"alg":"ES256"}{}'],
    ['without alg', '{"typ":"at+jwt"}'],
    ['with a number for kid', '{"alg":"ES256","kid":1}'],
    ['with an object for typ', '{"alg":"ES256","typ":{}}'],
    ['with a list for alg', '{"alg":["ES256"]}'],
    ['with alg twice', '{"alg":"none","alg":"ES256"}'],
    ['with alg twice, once escaped', '{"alg":"none","\\u0061lg":"ES256"}'],
    ['with critical extensions', '{"alg":"ES256","crit":["exp"],"exp":1}'],
    ['with an empty crit', '{"alg":"ES256","crit":[]}'],
    ['with an unencoded payload', '{"alg":"ES256","b64":false,"crit":["b64"]}'],
    ['with an unencoded payload that is not critical', '{"alg":"ES256","b64":false}'],
    ['with an odd b64', '{"alg":"ES256","b64":"false"}'],
    ['with a prototype', '{"__proto__":{"alg":"ES256"}}'],
    ['with a byte order mark', '\ufeff{"alg":"ES256"}'],
  ])('refuses a header that is %s', async (_, header) => {
    expect(await verdictOn(`${encode(header)}.${encode(claimsWith())}.${encode('x')}`)).toBe('malformed')
  })

  it('refuses a header or payload that is not UTF-8', async () => {
    const broken = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64url')
    expect(await verdictOn(`${broken}.${encode(claimsWith())}.AA`)).toBe('malformed')
    expect(await verdictOn(`${encode({ alg: 'ES256', typ: 'at+jwt' })}.${broken}.AA`)).toBe('malformed')
  })

  it('refuses a payload that is not an object, or would change a prototype, although it is signed', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const keys = { find: () => publicKey }
    const json = JSON.stringify(claimsWith())
    for (const payload of [
      'foo',
      '[]',
      'null',
      '""',
      '1',
      json.replace('{', '{"__proto__":{"roles":["admin"]},'),
    ]) {
      const token = signedByHand({ alg: 'ES256', typ: 'at+jwt' }, payload, privateKey)
      expect(await verdictOn(token, { keys }), payload.slice(0, 12)).toBe('malformed')
    }
  })

  it('keeps members with the names of methods as plain data', async () => {
    const token = await signer.token({ claims: { constructor: 'x', toString: 'y', hasOwnProperty: 'z' } })
    const verdict = await verifyJwt(token, expected)
    if (!verdict.ok) throw new Error(verdict.detail)
    expect(Object.getPrototypeOf(verdict.payload)).toBe(Object.prototype)
    expect({ ...verdict.payload }).toMatchObject({ constructor: 'x', toString: 'y', hasOwnProperty: 'z' })
  })

  it('has a limit, checked before anything is read', async () => {
    const token = await signer.token({ claims: { filler: 'x'.repeat(8192) } })
    expect(await verdictOn(token)).toBe('too-large')
    expect(await verdictOn(token, { maxLength: token.length })).toBe('accepted')
    expect(await verdictOn(token, { maxLength: token.length - 1 })).toBe('too-large')
    expect(await verdictOn('.'.repeat(10_000_000))).toBe('too-large')
  })

  it('may nest as deep as the limit allows', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const deep = `${'['.repeat(40_000)}${']'.repeat(40_000)}`
    const payload = JSON.stringify(claimsWith()).replace('{', `{"deep":${deep},`)
    const token = signedByHand({ alg: 'ES256', typ: 'at+jwt' }, payload, privateKey)
    expect(await verdictOn(token, { keys: { find: () => publicKey }, maxLength: token.length })).toBe(
      'accepted',
    )
  })
})

describe('the type', () => {
  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt', 'Application/at+JWT'])(
    '%s is an access token',
    async (typ) => {
      expect(await verdictOn(await signer.token({ header: { typ } }))).toBe('accepted')
    },
  )

  it.each([undefined, 'JWT', 'jwt', 'logout+jwt', 'secevent+jwt', 'at+jwt ', 'xat+jwt', ''])(
    '%s is not an access token',
    async (typ) => {
      expect(await verdictOn(await signer.token({ header: { typ } }))).toBe('type')
    },
  )

  it('of an ID token is JWT or absent, so an access token is never taken for one', async () => {
    const { typ: _, ...asIdToken } = expected
    const verdict = async (typ: string | undefined) =>
      (await verifyJwt(await signer.token({ header: { typ } }), asIdToken)).ok
    expect(await verdict(undefined)).toBe(true)
    expect(await verdict('JWT')).toBe(true)
    expect(await verdict('application/jwt')).toBe(true)
    expect(await verdict('at+jwt')).toBe(false)
    expect(await verdict('logout+jwt')).toBe(false)
  })
})

describe('the claims', () => {
  it.each([
    ['another issuer', { iss: 'https://evil.example.com' }, 'issuer'],
    ['the issuer with a slash more', { iss: `${ISSUER}/` }, 'issuer'],
    ['the issuer in capitals', { iss: ISSUER.toUpperCase() }, 'issuer'],
    ['a list of issuers', { iss: [ISSUER] }, 'issuer'],
    ['no issuer', { iss: undefined }, 'issuer'],
    ['another audience', { aud: 'https://other.example.com' }, 'audience'],
    ['other audiences', { aud: ['a', 'b'] }, 'audience'],
    ['part of our audience', { aud: AUDIENCE.slice(0, -1) }, 'audience'],
    ['an empty audience', { aud: [] }, 'audience'],
    ['no audience', { aud: undefined }, 'claims'],
    ['an audience that is a number', { aud: [AUDIENCE, 1] }, 'claims'],
    ['an audience that is an object', { aud: { [AUDIENCE]: true } }, 'claims'],
    ['no exp', { exp: undefined }, 'claims'],
    ['exp as text', { exp: String(SECONDS + 600) }, 'claims'],
    ['exp as null', { exp: null }, 'claims'],
    ['nbf as text', { nbf: 'now' }, 'claims'],
    ['iat as text', { iat: 'now' }, 'claims'],
    ['exp passed', { exp: SECONDS - 5 }, 'expired'],
    ['exp within the tolerance', { exp: SECONDS - 4 }, 'accepted'],
    ['nbf ahead', { nbf: SECONDS + 6 }, 'not-yet-valid'],
    ['nbf within the tolerance', { nbf: SECONDS + 5 }, 'accepted'],
    ['iat ahead', { iat: SECONDS + 6 }, 'not-yet-valid'],
    ['a time with a fraction', { exp: SECONDS + 0.5 }, 'accepted'],
  ])('with %s', async (_, claims, verdict) => {
    expect(await verdictOn(await signer.token({ claims }))).toBe(verdict)
  })

  it('with an exp beyond all numbers is refused', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const payload = JSON.stringify(claimsWith()).replace(/"exp":\d+/, '"exp":1e999')
    const token = signedByHand({ alg: 'ES256', typ: 'at+jwt' }, payload, privateKey)
    expect(await verdictOn(token, { keys: { find: () => publicKey } })).toBe('claims')
  })

  it('are judged only once the signature holds, the issuer excepted', async () => {
    const impostor = await createSigner('ES256', signer.kid)
    expect(await verdictOn(await impostor.token({ claims: { exp: 0, aud: 'x' } }))).toBe('signature')
    let lookups = 0
    const keys = {
      find: () => {
        lookups += 1
        return undefined
      },
    }
    expect(
      await verdictOn(await impostor.token({ claims: { iss: 'https://evil.example.com' } }), { keys }),
    ).toBe('issuer')
    expect(lookups).toBe(0)
  })

  it('are told expected against seen, short and on one line, without the token', async () => {
    const token = await signer.token({ claims: { aud: `evil\n${'x'.repeat(500)}` } })
    const verdict = await verifyJwt(token, expected)
    if (verdict.ok) throw new Error('accepted')
    expect(verdict.detail).toMatch(/^expected aud "https:\/\/api\.example\.com", saw "evil\\nx+…$/)
    expect(verdict.detail.length).toBeLessThan(250)
  })
})

it('an unexpected failure of a key source is not taken for a bad token', async () => {
  const token = await signer.token()
  const bug = new RangeError('bug')
  const thrown = {
    find: () => {
      throw bug
    },
  }
  await expect(verifyJwt(token, { ...expected, keys: thrown })).rejects.toBe(bug)
  await expect(verifyJwt(token, { ...expected, keys: { find: () => Promise.reject(bug) } })).rejects.toBe(bug)
})

it('a key source may answer later', async () => {
  expect(await verdictOn(await signer.token(), { keys: { find: async () => signer.publicKey } })).toBe(
    'accepted',
  )
  expect(await verdictOn(await signer.token(), { keys: { find: async () => undefined } })).toBe('key-unknown')
})

it('an ID token as Google signs it verifies with RS256 and no typ', async () => {
  const google = await createSigner('RS256', 'g1')
  const idToken = await new SignJWT({ email: 'ada@gmail.com', nonce: 'n', azp: 'client' })
    .setProtectedHeader({ alg: 'RS256', kid: 'g1' })
    .setIssuer('https://accounts.google.com')
    .setAudience('client')
    .setSubject('1234')
    .setIssuedAt(SECONDS)
    .setExpirationTime(SECONDS + 3600)
    .sign(google.privateKey)
  const verdict = await verifyJwt(idToken, {
    keys: createLocalKeys({ keys: [{ ...(await exportJWK(google.publicKey)), kid: 'g1' }] }),
    issuer: ['https://accounts.google.com', 'accounts.google.com'],
    audience: ['client'],
    algorithms: ['RS256'],
    clock: () => NOW,
  })
  expect(verdict).toMatchObject({ ok: true, payload: { sub: '1234', email: 'ada@gmail.com', nonce: 'n' } })
})
