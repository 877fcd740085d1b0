import { paths } from '@latchkey/contract'
import { createLocalKeys } from '@latchkey/guard'
import { type Answer, ask, membersOf } from './ask.js'
import { below, type Deployment } from './deployment.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('keys')

const LONGEST_CACHE = 24 * 60 * 60

/** Whether guards can fetch the keys, use them, and see a new one soon. */
export const checkKeys = async ({ url }: Pick<Deployment, 'url'>): Promise<readonly Finding[]> => {
  const answer = await ask(below(url, paths.jwks))
  const { keys } = membersOf(answer)
  if (answer.status !== 200 || !Array.isArray(keys))
    return [
      error(
        `${paths.jwks} answers ${answer.status} without keys`,
        'Have the proxy pass /.well-known/ on to Latchkey.',
      ),
    ]
  if (keys.some((key) => Object(key)['d'] !== undefined || Object(key)['k'] !== undefined))
    return [
      error(
        'a private key is published',
        'Take it away at once, and run: latchkey keys rotate --now. Whoever has read it can sign.',
      ),
    ]
  return [isUsable(keys) ? ok(`${keys.length} published`) : unusable, ...checkCaching(answer)]
}

const unusable = error(
  'none of the published keys can verify a token',
  'Latchkey publishes EC P-256, RSA of 2048 bits and Ed25519: see what changes the document on its way.',
)

const isUsable = (keys: readonly unknown[]): boolean => {
  try {
    createLocalKeys({ keys })
    return true
  } catch (failure) {
    if (failure instanceof TypeError) return false
    throw failure
  }
}

const checkCaching = ({ headers }: Answer): readonly Finding[] => {
  const caching = headers['cache-control'] ?? ''
  const maxAge = Number(/max-age="?(\d+)/i.exec(caching)?.[1] ?? 0)
  if (Number(headers.age ?? 0) > Math.max(maxAge, 1))
    return [
      error(
        `a cache on the way gives keys that are ${headers.age} seconds old`,
        'Have it keep to Cache-Control, or leave /.well-known/ out: after a rotation good tokens are refused.',
      ),
    ]
  if (maxAge > LONGEST_CACHE)
    return [
      warning(
        `Cache-Control: ${caching}`,
        'Leave the header as Latchkey sends it: a key that leaked is trusted for that long.',
      ),
    ]
  return /no-store|no-cache/i.test(caching) || maxAge === 0
    ? [
        warning(
          `Cache-Control: ${caching || 'none'}`,
          'Leave the header as Latchkey sends it (max-age=300): every guard and library would fetch keys over and over.',
        ),
      ]
    : []
}
