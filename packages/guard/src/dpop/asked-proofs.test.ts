import { AuthError } from '@latchkey/contract'
import { beforeAll, expect, it } from 'vitest'
import { createProver, type Prover, presentedWith, TARGET } from '../../test/prover.js'
import { AUDIENCE, createSigner, ISSUER, NOW, type Signer } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import type { Presented, PresentedRequest } from '../request/presented.js'
import type { DpopReplays } from './replays.js'

let signer: Signer
let prover: Prover
let token: string
beforeAll(async () => {
  signer = await createSigner()
  prover = await createProver()
  token = await signer.token({ claims: { cnf: { jkt: prover.thumbprint } } })
})

const guardWith = (replays?: DpopReplays) =>
  createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
    dpop: replays === undefined ? {} : { replays },
  })
/** What an adapter hands over of this request, anew each time. */
const presentedBy = (source: object, proof: string, change: Partial<PresentedRequest> = {}): Presented => {
  const presented = presentedWith(`DPoP ${token}`, proof)
  return { ...presented, request: { ...presented.request, source, ...change } as PresentedRequest }
}
const outcomeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AuthError ? error.code : error),
  )

it('one request is asked for its proof once, each other one for its own', async () => {
  const guard = guardWith()
  const [proof, mine, other] = [await prover.proof(token), {}, {}]
  const ask = (source: object) => outcomeOf(guard.check(presentedBy(source, proof)))
  expect([await ask(mine), await ask(mine), await ask(other), await ask(mine)]).toEqual([
    'accepted',
    'accepted',
    'token_proof_replayed',
    'accepted',
  ])
})

it('a request whose proof was refused stays refused', async () => {
  const guard = guardWith()
  const proof = await prover.proof(token)
  await guard.check(presentedBy({}, proof))
  const late = {}
  for (let time = 0; time < 3; time += 1)
    expect(await outcomeOf(guard.check(presentedBy(late, proof)))).toBe('token_proof_replayed')
})

it('while a memory elsewhere is asked, the same request waits for its answer', async () => {
  const answers: ((isFirst: boolean) => void)[] = []
  const guard = guardWith({ spendOnce: () => new Promise((resolve) => answers.push(resolve)) })
  const [proof, source] = [await prover.proof(token), {}]
  const asked = [1, 2, 3].map(() => outcomeOf(guard.check(presentedBy(source, proof))))
  while (answers.length === 0) await new Promise(setImmediate)
  answers[0]?.(false)
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 3 }, () => 'token_proof_replayed'))
  expect(answers).toHaveLength(1)
})

it('what makes another request of it on its way makes it one without a proof', async () => {
  const guard = guardWith()
  const [proof, source] = [await prover.proof(token), {}]
  expect(await outcomeOf(guard.check(presentedBy(source, proof)))).toBe('accepted')
  for (const change of [{ method: 'DELETE' }, { url: `${TARGET}/7` }])
    expect(await outcomeOf(guard.check(presentedBy(source, proof, change)))).toBe('token_proof_invalid')
})

it('another token, and another proof, are looked at although the request is the same', async () => {
  const guard = guardWith()
  const source = {}
  expect(await outcomeOf(guard.check(presentedBy(source, await prover.proof(token))))).toBe('accepted')
  const thief = await createProver()
  expect(await outcomeOf(guard.check(presentedBy(source, await thief.proof(token))))).toBe(
    'token_proof_invalid',
  )
  const proof = await prover.proof(token)
  expect(await outcomeOf(guard.check(presentedBy(source, proof)))).toBe('accepted')
  const second = await signer.token({ claims: { cnf: { jkt: prover.thumbprint }, jti: 'jti_2' } })
  const withSecond = { ...presentedBy(source, proof), authorization: `DPoP ${second}` }
  expect(await outcomeOf(guard.check(withSecond))).toBe('token_proof_invalid')
})

it('what one guard found good is nothing to another', async () => {
  const [proof, source] = [await prover.proof(token), {}]
  expect(await outcomeOf(guardWith().check(presentedBy(source, proof)))).toBe('accepted')
  const strict = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
    dpop: { origins: ['https://other.example.com'] },
  })
  expect(await outcomeOf(strict.check(presentedBy(source, proof)))).toBe('token_proof_invalid')
})

it('whoever does not say which request it is proves it each time', async () => {
  const guard = guardWith()
  const presented = presentedWith(`DPoP ${token}`, await prover.proof(token))
  expect(await outcomeOf(guard.check(presented))).toBe('accepted')
  expect(await outcomeOf(guard.check(presented))).toBe('token_proof_replayed')
})
