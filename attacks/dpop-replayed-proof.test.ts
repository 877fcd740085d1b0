import { AuthError } from '@latchkey/contract'
import {
  createGuard,
  createLocalKeys,
  createReplayMemory,
  type DpopReplays,
  type Guard,
} from '@latchkey/guard'
import { beforeAll, expect, test } from 'vitest'
import { createProver, type Prover, presentedWith } from '../packages/guard/test/prover.js'
import { AUDIENCE, createSigner, ISSUER, NOW, SECONDS, type Signer } from '../packages/guard/test/signer.js'

// Somebody has read a request on its way, in a log of a proxy for one: the access token and its proof. They send it again.

let signer: Signer
let prover: Prover
let token: string
beforeAll(async () => {
  signer = await createSigner()
  prover = await createProver()
  token = await signer.token({ claims: { cnf: { jkt: prover.thumbprint } } })
})

const guardWith = (replays?: DpopReplays, clock = () => NOW): Guard =>
  createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock,
    ...(replays !== undefined && { dpop: { replays } }),
  })
const outcomeOf = (guard: Guard, proof: string): Promise<unknown> =>
  guard.check(presentedWith(`DPoP ${token}`, proof)).then(
    () => 'accepted',
    (error: unknown) => (error instanceof AuthError ? error.code : error),
  )

test('of a hundred requests with one proof at once, one is let in', async () => {
  const guard = guardWith()
  const proof = await prover.proof(token)
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => outcomeOf(guard, proof)))
  expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === 'token_proof_replayed')).toHaveLength(99)
})

test('of two processes that share a memory one lets the proof in, whichever is asked first', async () => {
  const memory = createReplayMemory()
  const shared: DpopReplays = { spendOnce: async (proof, times) => memory.spendOnce(proof, times) }
  const guards = [guardWith(shared), guardWith(shared)]
  const proof = await prover.proof(token)
  const outcomes = await Promise.all(guards.map((guard) => outcomeOf(guard, proof)))
  expect(outcomes.sort()).toEqual(['accepted', 'token_proof_replayed'])
})

test('a memory elsewhere is waited for, also where the token was let in before', async () => {
  const memory = createReplayMemory()
  const guard = guardWith({ spendOnce: async (proof, times) => memory.spendOnce(proof, times) })
  const proof = await prover.proof(token)
  expect(await outcomeOf(guard, proof)).toBe('accepted')
  expect(await outcomeOf(guard, proof)).toBe('token_proof_replayed')
  expect(await outcomeOf(guard, await prover.proof(token))).toBe('accepted')
})

test('a memory that cannot be reached lets nobody in', async () => {
  const lost = new Error('connection lost')
  const guard = guardWith({ spendOnce: () => Promise.reject(lost) })
  expect(await outcomeOf(guard, await prover.proof(token))).toBe(lost)
})

test.each([undefined, null, 1, 'OK', {}])(
  'a memory that answers %j says nothing, so nobody is let in',
  async (answer) => {
    for (const spendOnce of [() => answer as never, async () => answer as never])
      expect(await outcomeOf(guardWith({ spendOnce }), await prover.proof(token))).toBe(
        'token_proof_replayed',
      )
  },
)

test('what is remembered of a proof outlasts the proof, to the millisecond', async () => {
  let now = NOW
  const guard = guardWith(undefined, () => now)
  // The latest a proof can be made for: a client whose clock is ahead by as much as is allowed.
  const proof = await prover.proof(token, { claims: { iat: SECONDS + 5 } })
  expect(await outcomeOf(guard, proof)).toBe('accepted')
  now = NOW + 69_999
  expect(await outcomeOf(guard, proof)).toBe('token_proof_replayed')
  now = NOW + 70_000
  expect(await outcomeOf(guard, proof)).toBe('token_proof_invalid')
})

test('a proof of a client whose clock is slow is remembered for as long as its nonce is accepted', async () => {
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
    dpop: { nonce: true },
  })
  const first = await guard.admit(presentedWith(`DPoP ${token}`, await prover.proof(token)))
  const nonce = first.admitted ? '' : first.refusal.headers['DPoP-Nonce']
  const slow = () => prover.proof(token, { claims: { nonce, iat: SECONDS - 86_400 } })
  const proof = await slow()
  expect(await outcomeOf(guard, proof)).toBe('accepted')
  for (let time = 0; time < 3; time += 1) expect(await outcomeOf(guard, await slow())).toBe('accepted')
  expect(await outcomeOf(guard, proof)).toBe('token_proof_replayed')
})

test('proofs that are refused fill no memory, so that strangers cannot empty it', async () => {
  const uses: string[] = []
  const guard = guardWith({
    spendOnce: (proof) => {
      uses.push(proof)
      return true
    },
  })
  const thief = await createProver()
  for (const proof of [
    'nonsense',
    await thief.proof(token),
    await thief.proof(token, { header: { jwk: prover.jwk } }),
    await prover.proof(token, { claims: { htm: 'POST' } }),
  ])
    expect(await outcomeOf(guard, proof)).toBe('token_proof_invalid')
  expect(uses).toEqual([])
  expect(await outcomeOf(guard, await prover.proof(token))).toBe('accepted')
  expect(uses).toHaveLength(1)
})

test('what is remembered does not grow with what a client writes', async () => {
  const uses: string[] = []
  const guard = guardWith({
    spendOnce: (proof) => {
      uses.push(proof)
      return true
    },
  })
  await outcomeOf(guard, await prover.proof(token, { claims: { jti: 'x'.repeat(256) } }))
  expect(uses).toEqual([expect.stringMatching(/^[\w-]{43}$/)])
})

test('the log says why, and holds neither the token nor the proof', async () => {
  const reports: unknown[] = []
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
    development: true,
    onRefused: (refused) => reports.push(refused),
  })
  const proof = await prover.proof(token)
  const answers = [
    await guard.admit(presentedWith(`DPoP ${token}`, proof)),
    await guard.admit(presentedWith(`DPoP ${token}`, proof)),
    await guard.admit(presentedWith(`Bearer ${token}`, proof)),
    await guard.admit(presentedWith(`DPoP ${token}`, [proof, proof])),
  ]
  expect(reports).toMatchObject([
    { code: 'token_proof_replayed' },
    { code: 'token_scheme_refused' },
    { code: 'token_proof_invalid' },
  ])
  const told = JSON.stringify([answers.slice(1), reports])
  expect(told).not.toContain(token.slice(-20))
  expect(told).not.toContain(proof.slice(-20))
})
