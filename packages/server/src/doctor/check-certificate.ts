import { isIP } from 'node:net'
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls'
import { isOnThisMachine } from '../model/is-open-to-others.js'
import { DAY, SECOND } from '../model/time.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('TLS')

const TIMEOUT = 5 * SECOND
const RENEW_BEFORE = 14 * DAY

/** Whether browsers and guards will trust the certificate, and for how long. @param now milliseconds since the epoch */
export const checkCertificate = async (
  { url }: { readonly url: URL },
  now = Date.now(),
): Promise<readonly Finding[]> => {
  if (url.protocol !== 'https:')
    return isOnThisMachine(url.href)
      ? [ok('plain http, which stays on this machine')]
      : [
          error(
            `${url.origin} is plain http`,
            'Put TLS in front of it: tokens and passwords travel in the clear.',
          ),
        ]
  const { problem, certificate } = await shakeHands(url)
  const until = Date.parse(certificate.valid_to)
  const findings = [...explain(problem, certificate, url), ...explainEnd(until, now)]
  const day = Number.isFinite(until) ? new Date(until).toISOString().slice(0, 10) : 'nobody knows when'
  return findings.length > 0
    ? findings
    : [ok(`a certificate for ${url.hostname} that is trusted, until ${day}`)]
}

type Certificate = ReturnType<TLSSocket['getPeerCertificate']>

const shakeHands = (url: URL): Promise<{ readonly problem: string; readonly certificate: Certificate }> =>
  new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    // It is looked at, not trusted: nothing is sent.
    const socket = connect({
      host,
      port: Number(url.port || '443'),
      rejectUnauthorized: false,
      // RFC 6066 §3: names only.
      ...(isIP(host) === 0 && { servername: host }),
    })
    socket.setTimeout(TIMEOUT, () => socket.destroy(new Error('the server does not shake hands (TLS)')))
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      const problem = String(socket.authorizationError ?? '')
      resolve({ problem, certificate: socket.getPeerCertificate() })
      socket.destroy()
    })
  })

/** OpenSSL, `man openssl-verification-options`; of Node, the one about the name. */
const CHAIN: Readonly<Record<string, { readonly seen: string; readonly fix: string }>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    seen: 'the certificate is self-signed',
    fix: 'Get one from an authority that browsers trust, such as Let’s Encrypt.',
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    seen: 'the certificate comes from an authority of your own',
    fix: 'Get one that browsers trust; or give every browser and every Node (NODE_EXTRA_CA_CERTS) that authority.',
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    seen: 'the certificates in between are missing',
    fix: 'Have the server send the full chain (fullchain.pem): browsers may know the rest, Node does not.',
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    seen: 'the authority of the certificate is not known, or the certificates in between are missing',
    fix: 'Have the server send the full chain (fullchain.pem), of an authority that browsers trust.',
  },
}

/** Told by its dates, whatever else is wrong. */
const ABOUT_TIME = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']

const explain = (problem: string, certificate: Certificate, { hostname }: URL): readonly Finding[] => {
  const isAnothers = checkServerIdentity(hostname.replace(/^\[|\]$/g, ''), certificate) !== undefined
  const known = CHAIN[problem]
  const isNameAlone = problem === 'ERR_TLS_CERT_ALTNAME_INVALID'
  return [
    ...(isAnothers
      ? [error(`the certificate is not for ${hostname}`, `Get one with ${hostname} among its names.`)]
      : []),
    ...(known === undefined ? [] : [error(known.seen, known.fix)]),
    ...(known === undefined && problem !== '' && !isNameAlone && !ABOUT_TIME.includes(problem)
      ? [
          error(
            `the certificate is not trusted: ${problem}`,
            'Get one that browsers trust, with its full chain.',
          ),
        ]
      : []),
  ]
}

const explainEnd = (until: number, now: number): readonly Finding[] => {
  const fix = 'Renew it, and have it renewed by itself.'
  if (until <= now) return [error(`the certificate expired on ${new Date(until).toISOString()}`, fix)]
  return until - now < RENEW_BEFORE
    ? [warning(`the certificate expires in ${Math.floor((until - now) / DAY)} days`, fix)]
    : []
}
