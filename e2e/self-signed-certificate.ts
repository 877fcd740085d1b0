import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** What an https server on this machine needs. Browsers warn of it, unless they are told not to. */
export interface SelfSigned {
  /** PEM */
  readonly key: string
  /** PEM */
  readonly cert: string
}

const DAY_MS = 24 * 60 * 60_000

const SEQUENCE = 0x30
const SET = 0x31
const ECDSA_WITH_SHA256 = object('2a8648ce3d040302')
const COMMON_NAME = object('550403')

/** How a certificate differs from one that is good. */
export interface CertificateDeviation {
  /** Default: `localhost`. */
  readonly host?: string
  /** Milliseconds since the epoch. Default: tomorrow. */
  readonly until?: number
}

/** A certificate for `localhost` and its key, good for two days (X.509 v3, RFC 5280 §4.1), but for the deviation. */
export function makeSelfSignedCertificate({
  host = 'localhost',
  until = Date.now() + DAY_MS,
}: CertificateDeviation = {}): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = der(SEQUENCE, ECDSA_WITH_SHA256)
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from(host)))))
  const subjectAltName = der(
    SEQUENCE,
    object('551d11'),
    der(0x04, der(SEQUENCE, der(0x82, Buffer.from(host)))),
  )
  const toBeSigned = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    // Positive, and never with a leading zero byte.
    der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    algorithm,
    name,
    der(SEQUENCE, time(Math.min(Date.now(), until) - DAY_MS), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, subjectAltName)),
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  const certificate = der(SEQUENCE, toBeSigned, algorithm, der(0x03, Buffer.from([0]), signature))
  const lines = certificate.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

/** Tag, length and value (X.690 §8.1). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  // The shortest form there is, or nobody reads it (X.690 §10.1).
  const { length } = value
  const header =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...header]), value])
}

function object(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'))
}

/** GeneralizedTime would do as well, but RFC 5280 §4.1.2.5 wants UTCTime until 2049. */
function time(moment: number): Buffer {
  const digits = new Date(moment).toISOString().replaceAll(/\D/g, '')
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`))
}
