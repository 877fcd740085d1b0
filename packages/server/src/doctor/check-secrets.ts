import { otherSecret } from '../configuration/other-secret.js'
import { DAY, type Millis, toMoment } from '../model/time.js'
import { PRIVATE_KEY_PURPOSE } from '../outbound/node-key-factory.js'
import { nodeSecrets } from '../outbound/node-secrets.js'
import type { SigningKey } from '../ports/signing-keys.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('secrets')

const OLD = 730 * DAY
/** 32 hex digits are as strong as it needs to be; text that somebody thought up is not. */
const LEAST_BITS = 100

/** Whether the root secret is one that nobody guesses, and the one the database was sealed with. Nothing of it is told. */
export const checkSecrets = (
  secrets: readonly [string, ...string[]],
  keys: readonly SigningKey[],
  now: Millis,
): readonly Finding[] => [
  ...secrets.flatMap((secret, index) =>
    checkStrength(secret, index === 0 ? 'the secret' : 'a retiring secret'),
  ),
  ...checkSeals(secrets, keys, now),
  ...(secrets.length > 1
    ? [
        warning(
          `${secrets.length - 1} retiring secrets are still accepted`,
          'Drop them from LATCHKEY_SECRET once the sessions made under them are over (90 days by default).',
        ),
      ]
    : []),
]

const checkStrength = (secret: string, which: string): readonly Finding[] => {
  const fix =
    'Make one with `openssl rand -hex 32`, put it before the old one in LATCHKEY_SECRET, and rotate the signing key.'
  if (/change|example|secret|password|latchkey|default/i.test(secret) || entropyOf(secret) < LEAST_BITS)
    return [warning(`${which} does not look like one from a random generator`, fix)]
  return []
}

/** Shannon's measure over its characters, in bits: what is repeated counts little. */
const entropyOf = (text: string): number => {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  const { length } = text
  return [...counts.values()].reduce((sum, count) => sum - count * Math.log2(count / length), 0)
}

const checkSeals = (
  [current, ...retiring]: readonly [string, ...string[]],
  keys: readonly SigningKey[],
  now: Millis,
): readonly Finding[] => {
  const newest = keys.at(-1)
  const oldest = keys.find((key) => opens([current], key))
  if (newest === undefined) return [ok('there is a secret, and nothing sealed with it yet')]
  if (!opens([current, ...retiring], newest)) return [error(otherSecret.problem, otherSecret.fix)]
  if (oldest === undefined || !opens([current], newest))
    return [warning('the signing key is still sealed under a retiring secret', 'Run: latchkey keys rotate')]
  return now - oldest.createdAt > OLD
    ? [
        warning(
          `it has sealed keys since ${toMoment(oldest.createdAt)}`,
          'Replace it: the new one first in LATCHKEY_SECRET, the old one behind a comma; then latchkey keys rotate.',
        ),
      ]
    : [ok(`it opens the signing key, and has been in use since ${toMoment(oldest.createdAt)} at least`)]
}

const opens = (secrets: readonly [string, ...string[]], { sealedPrivateKey }: SigningKey): boolean => {
  try {
    nodeSecrets(secrets).open(PRIVATE_KEY_PURPOSE, sealedPrivateKey)
    return true
  } catch {
    return false
  }
}
