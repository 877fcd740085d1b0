import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readKeySet } from '../keys/key-set.js'
import { algorithms } from './algorithms.js'
import { parseJws } from './parse-jws.js'
import { verifySignature } from './verify-signature.js'

// Project Wycheproof, json_web_signature_test.json. Kept beside the checkout, not in it.
const file = fileURLToPath(
  new URL('../../../../../shared/vectors/wycheproof-json_web_signature_test.json', import.meta.url),
)

interface Vector {
  tcId: number
  comment: string
  jws: unknown
  result: 'valid' | 'invalid'
}
interface Group {
  comment: string
  public?: { alg?: string }
  tests: Vector[]
}

const outcomeOf = async (jwk: unknown, jws: string): Promise<'valid' | 'invalid'> => {
  const keys = readKeySet({ keys: [jwk] })
  const parsed = parseJws(jws, { algorithms, maxLength: 8192 })
  if (keys === undefined || !parsed.ok) return 'invalid'
  return (await verifySignature(parsed, keys)) === undefined ? 'valid' : 'invalid'
}

const accepted = new Set<unknown>(algorithms)

/** Valid to Wycheproof, refused here: the key says PS256 and the token PS384, and a key is bound to what it says (RFC 7517 §4.4). */
const STRICTER: ReadonlySet<number> = new Set([346, 350])

if (!existsSync(file)) {
  console.warn(`\n\n!!! Wycheproof vectors NOT RUN: ${file} is not there !!!\n\n`)
  it.skip('Wycheproof: the vectors are not there', () => {})
} else {
  const { testGroups } = JSON.parse(readFileSync(file, 'utf8')) as { testGroups: Group[] }
  // Every group with a public key: keys for algorithms we do not accept must not verify anything at all.
  const groups = testGroups.filter((group) => group.public !== undefined)

  describe.each(groups.map((group, index) => ({ name: `${index} ${group.comment}`, group })))(
    'Wycheproof group $name',
    ({ group }) => {
      const { alg } = group.public ?? {}
      const ours = alg === undefined || accepted.has(alg)
      it.each(group.tests)('vector $tcId: $comment is $result', async ({ tcId, jws, result }) => {
        const text = typeof jws === 'string' ? jws : JSON.stringify(jws)
        const expected = ours && !STRICTER.has(tcId) ? result : 'invalid'
        expect(await outcomeOf(group.public, text)).toBe(expected)
      })
    },
  )

  it('Wycheproof: the groups for ECDSA and both kinds of RSA were there to be run', () => {
    const seen = new Set(groups.map((group) => group.public?.alg))
    expect([...seen]).toEqual(
      expect.arrayContaining(['ES256', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']),
    )
  })
}
