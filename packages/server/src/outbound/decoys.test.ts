import { describe, expect, test } from 'vitest'
import { newUserId } from '../model/ids.js'
import type { StoredHashes } from '../ports/stored-hashes.js'
import { type Decoys, hashDecoys } from './decoys.js'
import { argon2 } from './foreign-hashes/argon2.js'
import type { Derivation } from './foreign-hashes/derivation.js'
import { nodeSecrets } from './node-secrets.js'

const KEY = 'mwu7947YAjQ2Scfh65QVP3zBt82TELCa0enk7id+67A'
const USUAL_HASH = `$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$${KEY}`
const PASSLIB_HASH = `$pbkdf2-sha256$10$c2FsdHNhbHRzYWx0c2FsdA$${KEY}`
const django = (iterations: number): string => `pbkdf2_sha256$${iterations}$sea$${KEY}=`

const usual = argon2({ variant: 'argon2id', version: 19, memoryKiB: 64, passes: 1, lanes: 1, keyBytes: 32 })
if (usual === undefined) throw new Error('the cost of a test is none')
const USUAL = usual.name

/** Decoys after as many hashes of each text as are told; what is stored may change. */
const decoysOf = async (stored: Readonly<Record<string, number>>, root = 'a'.repeat(32)) => {
  let counts = stored
  const storedHashes: StoredHashes = {
    readRun: async ({ after }) =>
      after === undefined
        ? Object.entries(counts).flatMap(([hash, count]) =>
            Array.from({ length: count }, (_, index) => ({ userId: newUserId(index, '0'.repeat(20)), hash })),
          )
        : [],
  }
  const decoys = hashDecoys({ secrets: nodeSecrets([root]), storedHashes })
  await decoys.refresh()
  const change = async (others: Readonly<Record<string, number>>): Promise<void> => {
    counts = others
    await decoys.refresh()
  }
  return { decoys, change }
}

const PEOPLE = Array.from({ length: 4_000 }, (_, index) => `person-${index}@example.com`)

const choicesOf = (decoys: Pick<Decoys, 'choose'>, by: Derivation = usual): readonly string[] =>
  PEOPLE.map((person) => decoys.choose(person, by).name)

const shareOf = (choices: readonly string[], name: string): number =>
  choices.filter((choice) => choice === name).length / choices.length

describe('decoys', () => {
  test('as long as nothing is stored, what new hashes cost is done', async () => {
    const { decoys } = await decoysOf({})
    expect(shareOf(choicesOf(decoys), USUAL)).toBe(1)
  })

  test('each kind is chosen in its share', async () => {
    const { decoys } = await decoysOf({ [USUAL_HASH]: 50, [django(10)]: 30, [django(20)]: 20 })
    const choices = choicesOf(decoys)
    // Four standard deviations of 4000 draws are 0.032 at most.
    expect(Math.abs(shareOf(choices, USUAL) - 0.5)).toBeLessThan(0.032)
    expect(Math.abs(shareOf(choices, 'pbkdf2 sha256 i=10 l=32') - 0.3)).toBeLessThan(0.032)
    expect(Math.abs(shareOf(choices, 'pbkdf2 sha256 i=20 l=32') - 0.2)).toBeLessThan(0.032)
  })

  test('one person has the same one each time, and with the next look too', async () => {
    const stored = { [USUAL_HASH]: 50, [django(10)]: 50 }
    const { decoys, change } = await decoysOf(stored)
    const before = choicesOf(decoys)
    await change(stored)
    expect(choicesOf(decoys)).toEqual(before)
  })

  test('without the secret nobody knows whose is which', async () => {
    const stored = { [USUAL_HASH]: 50, [django(10)]: 50 }
    const here = choicesOf((await decoysOf(stored)).decoys)
    const elsewhere = choicesOf((await decoysOf(stored, 'b'.repeat(32))).decoys)
    const alike = here.filter((name, index) => name === elsewhere[index]).length / here.length
    expect(Math.abs(alike - 0.5)).toBeLessThan(0.032)
  })

  test('when people come over to new hashes, so do decoys, and none goes another way', async () => {
    const { decoys, change } = await decoysOf({ [USUAL_HASH]: 10, [django(10)]: 60, [django(20)]: 30 })
    const before = choicesOf(decoys)
    await change({ [USUAL_HASH]: 40, [django(10)]: 40, [django(20)]: 20 })
    const moves = new Set(
      choicesOf(decoys).flatMap((name, index) =>
        name === before[index] ? [] : [`${before[index]} → ${name}`],
      ),
    )
    expect(moves).toEqual(
      new Set([`pbkdf2 sha256 i=10 l=32 → ${USUAL}`, `pbkdf2 sha256 i=20 l=32 → ${USUAL}`]),
    )
  })

  test('who signs in first after an import is not alone with the cost of a new hash', async () => {
    const { decoys } = await decoysOf({ [django(10)]: 1_000 })
    expect(Math.abs(shareOf(choicesOf(decoys), USUAL) - 1 / 21)).toBeLessThan(0.014)
  })

  test('kinds that cost the same are one kind, however they are written', async () => {
    const { decoys } = await decoysOf({ [PASSLIB_HASH]: 50, [django(10)]: 50, [USUAL_HASH]: 100 })
    expect(new Set(choicesOf(decoys))).toEqual(new Set([USUAL, 'pbkdf2 sha256 i=10 l=32']))
  })
})
