import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newSessionId, newUserId } from './ids.js'
import { judgeLateRefresh, livenessOf, type Session, type SessionPolicy } from './session.js'
import { DAY, SECOND } from './time.js'

const NOW = 1_790_000_000_000
const POLICY: SessionPolicy = { idleLimit: 14 * DAY, absoluteLimit: 90 * DAY, refreshGrace: 30 * SECOND }

const sessionThat = (deviation: Partial<Session> = {}): Session => ({
  id: newSessionId(NOW, '0'.repeat(20)),
  userId: newUserId(NOW, '0'.repeat(20)),
  clientId: 'mobile',
  scopes: ['openid'],
  audience: 'http://localhost:8000',
  amr: ['fed'],
  authenticatedAt: NOW,
  createdAt: NOW,
  lastUsedAt: NOW,
  expiresAt: NOW + POLICY.absoluteLimit,
  generation: 5,
  rotatedAt: NOW,
  endedAt: null,
  endReason: null,
  cookieHash: null,
  remembered: true,
  userAgent: null,
  opaqueHash: null,
  idleLimit: null,
  number: 0,
  apiKey: null,
  actor: null,
  ...deviation,
})

describe('livenessOf', () => {
  test.each([
    ['just used', {}, NOW, 'live'],
    ['idle for almost the limit', {}, NOW + POLICY.idleLimit - 1, 'live'],
    ['idle for the limit', {}, NOW + POLICY.idleLimit, 'expired'],
    ['used all along, almost at its end', { lastUsedAt: NOW + 89 * DAY }, NOW + 90 * DAY - 1, 'live'],
    ['used all along, at its end', { lastUsedAt: NOW + 89 * DAY }, NOW + 90 * DAY, 'expired'],
    ['used by a process whose clock runs ahead', { lastUsedAt: NOW + SECOND }, NOW, 'live'],
    ['ended', { endedAt: NOW }, NOW, 'ended'],
    ['ended, and expired since', { endedAt: NOW }, NOW + 90 * DAY, 'ended'],
    ['ended by a process whose clock runs ahead', { endedAt: NOW + SECOND }, NOW, 'ended'],
  ] as const)('a session %s at that moment: %o', (_, deviation, now, expected) => {
    expect(livenessOf(sessionThat(deviation), POLICY, now)).toBe(expected)
  })
})

describe('judgeLateRefresh', () => {
  test.each([
    ['the generation before, at once', 4, NOW, 'replayed'],
    ['the generation before, as the grace ends', 4, NOW + POLICY.refreshGrace, 'replayed'],
    ['the generation before, after the grace', 4, NOW + POLICY.refreshGrace + 1, 'reused'],
    ['the generation before, by a clock that runs behind', 4, NOW - SECOND, 'replayed'],
    ['an older generation', 3, NOW, 'reused'],
    ['the first generation', 0, NOW, 'reused'],
    ['a generation that was never handed out', 6, NOW, 'reused'],
  ])('%s', (_, presented, now, expected) => {
    expect(judgeLateRefresh(sessionThat(), presented, POLICY, now)).toBe(expected)
  })

  test('without a grace only the same millisecond is answered again', () => {
    const strict = { ...POLICY, refreshGrace: 0 }
    expect(judgeLateRefresh(sessionThat(), 4, strict, NOW)).toBe('replayed')
    expect(judgeLateRefresh(sessionThat(), 4, strict, NOW + 1)).toBe('reused')
  })

  test('a session that is over is over, whatever is presented', () => {
    const over = fc.constantFrom(
      { session: sessionThat({ endedAt: NOW }), now: NOW, expected: 'ended' },
      { session: sessionThat(), now: NOW + POLICY.idleLimit, expected: 'expired' },
      { session: sessionThat({ expiresAt: NOW }), now: NOW, expected: 'expired' },
    )
    fc.assert(
      fc.property(over, fc.nat({ max: 10 }), ({ session, now, expected }, presented) => {
        expect(judgeLateRefresh(session, presented, POLICY, now)).toBe(expected)
      }),
    )
  })

  test('nothing but the generation before is ever answered again', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 20 }),
        fc.nat({ max: 20 }),
        fc.nat({ max: 60_000 }),
        (presented, generation, later) => {
          const judged = judgeLateRefresh(sessionThat({ generation }), presented, POLICY, NOW + later)
          const mayBeAnswered = presented === generation - 1 && later <= POLICY.refreshGrace
          expect(judged).toBe(mayBeAnswered ? 'replayed' : 'reused')
        },
      ),
    )
  })
})
