import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explainProviderRefusal } from './explain-provider-refusal.js'

const anythingElse = 'Going on with GitHub did not work. Try again, or sign in another way.'

/** The reasons that the documentation has a row for. */
const documented = () => {
  const page = readFileSync(new URL('../../../docs/social-sign-in.md', import.meta.url), 'utf8')
  const table = /\| `error` [\s\S]*?\n\n/.exec(page)?.[0] ?? ''
  return [...table.matchAll(/^\| `(\w+)` /gm)].map(([, code = '']) => code).filter((code) => code !== 'error')
}

test('every reason of the documentation has a sentence of its own', () => {
  const codes = documented()
  expect(codes.length).toBeGreaterThanOrEqual(10)
  const sentences = codes.map((code) => explainProviderRefusal(code, 'GitHub'))
  expect(new Set([...sentences, anythingElse]).size).toBe(codes.length + 1)
})

test.each(['proof_nonce_mismatch', 'proof_audience_mismatch', 'proof_replayed'])(
  '%s is an answer not to be trusted',
  (code) => {
    expect(explainProviderRefusal(code, 'Google')).toMatch(/^The answer from Google could not be trusted/)
  },
)

test.each(['', 'toString', '__proto__', '<img src=x>', 'credentials_wrong'])(
  '%j is said in general, and not repeated',
  (code) => {
    expect(explainProviderRefusal(code, 'GitHub')).toBe(anythingElse)
  },
)
