import { expect, it, vi } from 'vitest'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../test/signer.js'
import { createGuard } from './create-guard.js'
import { createLocalKeys } from './keys/local-keys.js'
import type { OnEnded, Revocation } from './revocation/revocation.js'

/** A guard that is told of ends from within its process, and lets one person in. */
const startGuard = async () => {
  const signer = await createSigner()
  let standingOf: Revocation['standingOf'] = () => 'live'
  let onEnded: OnEnded = () => {}
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
    revocation: {
      open: (told) => {
        onEnded = told
        return {
          standingOf: (claims) => standingOf(claims),
          freshUntil: () => Number.POSITIVE_INFINITY,
          staleness: () => 0,
          close: async () => {},
        }
      },
    },
  })
  const principal = await guard.verify(await signer.token())
  return {
    guard,
    principal,
    answer: (next: Revocation['standingOf']) => {
      standingOf = next
    },
    endAll: () => onEnded(() => true),
  }
}

it.each<[string, Revocation['standingOf']]>([
  ['rejects', () => Promise.reject(new Error('the list is gone'))],
  [
    'throws',
    () => {
      throw new Error('the list is gone')
    },
  ],
  ['is unknown', () => 'unknown'],
])(
  'where what is known of a session %s, its end is told when it comes, and nothing breaks',
  async (_, standingOf) => {
    const { guard, principal, answer, endAll } = await startGuard()
    answer(standingOf)
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    try {
      const ended = vi.fn()
      guard.whenEnded(principal, ended)
      await new Promise(setImmediate)
      expect([ended, unhandled].map((one) => one.mock.calls.length)).toEqual([0, 0])
      endAll()
      endAll()
      expect(ended).toHaveBeenCalledTimes(1)
    } finally {
      process.off('unhandledRejection', unhandled)
    }
  },
)

it('a session that has ended since it was let in is told at once', async () => {
  const { guard, principal, answer } = await startGuard()
  answer(() => 'ended')
  const ended = vi.fn()
  guard.whenEnded(principal, ended)
  await expect.poll(() => ended.mock.calls.length).toBe(1)
})

it('whoever does not want to know any more is not told', async () => {
  const { guard, principal, endAll } = await startGuard()
  const ended = vi.fn()
  guard.whenEnded(principal, ended)()
  endAll()
  expect(ended).not.toHaveBeenCalled()
})
