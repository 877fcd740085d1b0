import { setTimeout as pause } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { AUDIENCE, createSigner, NOW } from '../../test/signer.js'
import { CLIENT, type IssuedSession, Transmitter } from '../../test/transmitter.js'
import { createGuard } from '../create-guard.js'
import type { Guard } from '../guard.js'
import { latchkey } from '../issuers/latchkey.js'

/** How old what a guard believes may be, whatever happens. */
const MAX_STALENESS = 60_000
const STEPS = 50

/** Numbers that look random, and are the same for the same seed. */
const randomFrom = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

interface Held {
  readonly session: IssuedSession
  readonly token: string
  endedAt?: number
  /** By the guard that is there now. */
  refusedAsEnded: boolean
}

const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

it.each(Array.from({ length: 12 }, (_, seed) => seed + 1))(
  'in whatever order sessions end, streams break and guards restart, nobody is let in past the bound (schedule %i)',
  async (seed) => {
    const random = randomFrom(seed * 7_919)
    let now = NOW
    const issuer = await new Transmitter({ signer: await createSigner(), clock: () => now }).start()
    const newGuard = (): Guard =>
      createGuard({
        issuers: [
          latchkey({
            issuer: issuer.origin,
            audience: AUDIENCE,
            revocation: { ...CLIENT, maxStaleness: MAX_STALENESS },
          }),
        ],
        development: true,
        clock: () => now,
      })
    let guard = newGuard()
    let isUp = true
    const all: Held[] = []
    const history: string[] = []

    const signIn = async (): Promise<void> => {
      const session = issuer.openSession()
      all.push({ session, token: await issuer.token(session), refusedAsEnded: false })
    }
    const signOut = async (): Promise<void> => {
      const living = all.filter(({ endedAt }) => endedAt === undefined)
      const one = living[random(living.length)]
      if (one === undefined) return
      one.endedAt = now
      await issuer.end(one.session)
    }
    const steps: readonly (readonly [name: string, step: () => unknown])[] = [
      ['sign-in', signIn],
      ['sign-out', signOut],
      ['sign-out', signOut],
      ['later', () => (now += 1_000 * (1 + random(25)))],
      ['later', () => (now += 1_000 * (1 + random(25)))],
      ['a little later', () => (now += random(1_000))],
      ['breath', () => pause(random(60))],
      ['streams deleted', () => issuer.deleteStreams()],
      [
        'issuer down or up',
        async () => {
          await (isUp ? issuer.stop() : issuer.start())
          isUp = !isUp
        },
      ],
      [
        'polls cut',
        () => {
          issuer.instead = ({ path }, response) => {
            if (!path.startsWith('/poll/')) return false
            response.destroy()
            return true
          }
        },
      ],
      [
        'lists not to be had',
        () => {
          issuer.instead = ({ path }, response) => {
            if (!path.startsWith('/status-lists/')) return false
            response.writeHead(503).end()
            return true
          }
        },
      ],
      ['all well', () => (issuer.instead = () => false)],
      [
        'guard restarted',
        async () => {
          await guard.close()
          guard = newGuard()
          for (const one of all) one.refusedAsEnded = false
        },
      ],
    ]

    try {
      for (let count = 0; count < 3; count += 1) await signIn()
      for (let turn = 0; turn < STEPS; turn += 1) {
        const step = steps[random(steps.length)]
        history.push(`${now - NOW} ${step?.[0]}`)
        await step?.[1]()
        for (const one of all) {
          const answer = await outcome(guard.verify(one.token))
          const where = `${one.session.sid}: ${answer}\n${history.join('\n')}`
          if (answer === 'token_session_ended') {
            expect(one.endedAt, where).toBeDefined()
            one.refusedAsEnded = true
          }
          if (answer !== 'accepted') continue
          expect(one.refusedAsEnded, where).toBe(false)
          expect(one.endedAt === undefined || now - one.endedAt < MAX_STALENESS, where).toBe(true)
        }
      }
      issuer.instead = () => false
      if (!isUp) await issuer.start()
      now += 15_000
      for (const { token, endedAt, session } of all) {
        const expected = endedAt === undefined ? 'accepted' : 'token_session_ended'
        await vi.waitFor(
          async () => {
            now += 1
            expect(await outcome(guard.verify(token)), session.sid).toBe(expected)
          },
          { timeout: 10_000 },
        )
      }
    } finally {
      await guard.close()
      await issuer.stop()
    }
  },
  60_000,
)
