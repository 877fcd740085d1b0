import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AUDIENCE, ISSUER, SECONDS } from '../signer.js'
import type { DraftKeys } from './draft.js'
import { ALGORITHMS, CLOCK_TOLERANCE_SECONDS } from './parties.js'

const PYTHON = '/usr/bin/python3'
const script = fileURLToPath(new URL('./python-parties.py', import.meta.url))

/** What Python's libraries say of these tokens, all in one process: by library, in order. Those that are not here say nothing. */
export const askPython = (
  tokens: readonly string[],
  { jwks }: DraftKeys,
): ReadonlyMap<string, readonly boolean[]> => {
  const settings = {
    issuer: ISSUER,
    audience: AUDIENCE,
    // Neither of them knows EdDSA in the versions that are about.
    algorithms: ALGORITHMS.filter((alg) => alg !== 'EdDSA'),
    jwks: { keys: jwks.keys.filter(({ alg }) => alg !== 'EdDSA') },
    leeway: CLOCK_TOLERANCE_SECONDS,
    now: SECONDS,
  }
  const input = [settings, ...tokens].map((line) => JSON.stringify(line)).join('\n')
  const { status, stdout, stderr, error } = spawnSync(PYTHON, [script], {
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error !== undefined) {
    console.warn(`\n\n!!! Python NOT ASKED: ${error.message} !!!\n\n`)
    return new Map()
  }
  if (status !== 0) throw new Error(`${PYTHON} ended with ${status}: ${stderr}`)
  const said = JSON.parse(stdout) as Record<string, boolean[]>
  for (const [name, packageName] of [
    ['PyJWT', 'python3-jwt'],
    ['python-jose', 'python3-jose'],
  ] as const)
    if (said[name] === undefined)
      console.warn(
        `\n\n!!! ${name} NOT ASKED. Install with: apt-get install ${packageName} python3-cryptography !!!\n\n`,
      )
  return new Map(Object.entries(said))
}
