import { AUDIENCE, ISSUER, SECONDS } from '../signer.js'
import type { Draft, DraftKeys } from './draft.js'
import { draftAlgorithms } from './draft.js'
import type { Seeded } from './seeded.js'

type Deviate = (draft: Draft, random: Seeded, keys: DraftKeys) => void

const inHeader =
  (name: string, ...values: readonly unknown[]): Deviate =>
  (draft, random) => {
    draft.header[name] = random.pick(values)
  }
const inClaims =
  (name: string, ...values: readonly unknown[]): Deviate =>
  (draft, random) => {
    draft.claims[name] = random.pick(values)
  }
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
/** What every claim and header member may turn out to be. */
const ODD = [undefined, null, '', ' ', 0, 1, -1, true, false, [], {}, [[]], ['x'], { x: 1 }, 'x'] as const
const around = (moment: number): readonly unknown[] =>
  [-3600, -61, -60, -6, -5, -4, -1, 0, 1, 4, 5, 6, 60, 3600].map((seconds) => moment + seconds)
const NO_TIMES = [...ODD, String(SECONDS + 600), 1e300, -1e300, 0.5, SECONDS + 0.5, [SECONDS + 600]] as const

const repeated = (part: Record<string, unknown>, name: string, value: unknown): string =>
  JSON.stringify(part).replace('{', `{${JSON.stringify(name)}:${JSON.stringify(value)},`)

/** Texts in the place of a part's JSON that are no such object, or one that is written oddly. */
const otherTexts = (json: string) => [
  '',
  '{}',
  '[]',
  'null',
  json.slice(1),
  `${json}x`,
  ` ${json}`,
  `${json}\n`,
  `\ufeff${json}`,
  Buffer.from(json.replace('{', '{"\u00ff":1,'), 'latin1'),
]

/** Every way in which a token may differ from an honest one. */
export const deviations: Readonly<Record<string, Deviate>> = {
  alg: inHeader(
    'alg',
    ...draftAlgorithms,
    'none',
    'None',
    'NONE',
    'HS256',
    'HS512',
    'es256',
    'RS512',
    'ES384',
    'ES256 ',
    ...ODD,
  ),
  kid: inHeader(
    'kid',
    ...draftAlgorithms.map((alg) => `key-${alg}`),
    'unknown',
    '__proto__',
    '../../dev/null',
    ...ODD,
  ),
  typ: inHeader(
    'typ',
    'JWT',
    'jwt',
    'AT+JWT',
    'application/at+jwt',
    'application/jwt',
    'logout+jwt',
    'dpop+jwt',
    'at+jwt ',
    ...ODD,
  ),
  crit: inHeader('crit', ['exp'], ['b64'], ['x'], ...ODD),
  b64: (draft, random) => {
    draft.header['b64'] = random.pick([true, false, 'false'])
    if (random.chance(0.5)) draft.header['crit'] = ['b64']
  },
  keyInHeader: (draft, random, keys) => {
    const value = random.pick([keys.jwks.keys[0], 'https://evil.example/jwks', ['AAAA']])
    draft.header[random.pick(['jwk', 'jku', 'x5u', 'x5c', 'x5t'])] = value
    if (random.chance(0.7)) draft.signWith = keys.strangers[draft.alg]
  },
  otherHeader: inHeader('cty', 'JWT', 'json', ...ODD),
  zip: inHeader('zip', 'DEF', ...ODD),
  headerTwice: (draft, random) => {
    const [name, value] = random.pick([
      ['alg', 'none'],
      ['alg', draft.alg],
      ['kid', 'x'],
      ['typ', 'JWT'],
      ['x', 1],
    ] as const)
    draft.header['x'] = 1
    draft.headerText = repeated(draft.header, name, value)
  },
  headerText: (draft, random) => {
    const json = JSON.stringify(draft.header)
    draft.headerText = random.pick([
      ...otherTexts(json),
      '""',
      json.replace('{', '{"__proto__":{"x":1},'),
      json.replace('"alg"', '"\\u0061lg"'),
    ])
  },
  iss: inClaims(
    'iss',
    `${ISSUER}/`,
    ISSUER.toUpperCase(),
    `${ISSUER} `,
    'https://evil.example',
    [ISSUER],
    { [ISSUER]: 1 },
    ...ODD,
  ),
  aud: inClaims(
    'aud',
    'other',
    [AUDIENCE],
    [AUDIENCE, 'other'],
    ['other'],
    [AUDIENCE, 1],
    [[AUDIENCE]],
    `${AUDIENCE}/`,
    AUDIENCE.slice(0, -1),
    { [AUDIENCE]: true },
    ...ODD,
  ),
  exp: inClaims('exp', ...around(SECONDS), ...NO_TIMES),
  nbf: inClaims('nbf', ...around(SECONDS), ...NO_TIMES),
  iat: inClaims('iat', ...around(SECONDS), ...NO_TIMES),
  sub: inClaims('sub', 'a|b', 'ünïcode', '__proto__', ...ODD),
  otherClaims: (draft, random) => {
    draft.claims[
      random.pick(['jti', 'client_id', 'scope', 'roles', 'sid', 'nonce', 'cnf', 'act', 'constructor'])
    ] = random.pick(ODD)
  },
  claimTwice: (draft, random) => {
    const [name, value] = random.pick([
      ['exp', 1],
      ['aud', 'other'],
      ['iss', 'https://evil.example'],
      ['sub', 'root'],
      ['x', 1],
    ] as const)
    draft.claims['x'] = 1
    draft.claimsText = repeated(draft.claims, name, value)
  },
  claimsText: (draft, random) => {
    const json = JSON.stringify(draft.claims)
    draft.claimsText = random.pick([
      ...otherTexts(json),
      '1',
      '"x"',
      `[${json}]`,
      `${json}\u0000`,
      json.replace('{', '{"__proto__":{"roles":["admin"]},'),
      json.replace('{', `{"deep":${'['.repeat(200)}${']'.repeat(200)},`),
      json.replace(/"exp":\d+/, '"exp":1e999'),
      json.replace(/"exp":(\d+)/, '"exp":$1.0'),
      json.replace(/"exp":(\d+)/, '"exp":$10e-1'),
      json.replace('{', '{"nan":NaN,'),
      Buffer.from(json, 'utf16le'),
    ])
  },
  stranger: (draft, _, keys) => {
    draft.signWith = keys.strangers[draft.alg]
  },
  sharedSecret: (draft, random, keys) => {
    draft.signWith = { secret: random.pick([keys.pem, '', 'secret']) }
    if (random.chance(0.7)) draft.header['alg'] = 'HS256'
  },
  signature: (draft, random) => {
    draft.changeSignature = (good) =>
      random.pick([
        () =>
          good.map((byte, at) => (at === random.number(good.length) ? byte ^ (1 << random.number(8)) : byte)),
        () => good.subarray(0, random.number(good.length)),
        () => Buffer.concat([good, Buffer.alloc(1 + random.number(3))]),
        () => Buffer.concat([Buffer.alloc(1), good]),
        () => Buffer.alloc(good.length, random.pick([0, 255])),
        () => Buffer.alloc(0),
        () => (isEcdsa(draft, good) ? withOtherS(good) : good),
        () => (isEcdsa(draft, good) ? toDer(good) : good),
      ])() as Buffer
  },
  spelling: (draft, random) => {
    draft.changeToken = (token) =>
      random.pick<(token: string) => string>([
        (one) => `${one}=`,
        (one) => `${one}==`,
        (one) => `${one}\n`,
        (one) => ` ${one}`,
        (one) => `${one} `,
        (one) => `${one}.`,
        (one) => `.${one}`,
        (one) => one.replace('.', '..'),
        (one) => one.replace('.', '=.'),
        (one) => one.replaceAll('-', '+').replaceAll('_', '/'),
        (one) => one.slice(0, one.lastIndexOf('.')),
        (one) => one.slice(0, one.lastIndexOf('.') + 1),
        (one) => one.replace('.', ''),
        (one) =>
          one.slice(0, -1) +
          'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[random.number(64)],
        (one) => `${one.slice(0, 30)}\n${one.slice(30)}`,
        (one) => `${one.slice(0, 30)}%${one.slice(30)}`,
        (one) => `${one}é`,
        (one) =>
          JSON.stringify({
            protected: one.split('.')[0],
            payload: one.split('.')[1],
            signature: one.split('.')[2],
          }),
        (one) => one.slice(0, random.number(one.length)),
        () => '',
        () => '..',
      ])(token)
  },
}

const isEcdsa = ({ alg }: Draft, signature: Buffer): boolean => alg === 'ES256' && signature.length === 64

/** RFC 7518 §3.4 allows both spellings of an ECDSA signature: s, and n − s. */
const withOtherS = (signature: Buffer): Buffer => {
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`)
  return Buffer.concat([
    signature.subarray(0, 32),
    Buffer.from((P256_ORDER - s).toString(16).padStart(64, '0'), 'hex'),
  ])
}

const toDer = (signature: Buffer): Buffer => {
  const integers = [signature.subarray(0, 32), signature.subarray(32)].map((half) =>
    Buffer.concat([Buffer.from([2, 33, 0]), half]),
  )
  return Buffer.concat([Buffer.from([0x30, 70]), ...integers])
}
