import { describe, expect, it } from 'vitest'
import { claimsWith, NOW } from '../test/signer.js'
import { readLatchkeyClaims } from './issuers/latchkey.js'
import type { JwtPayload } from './jwt/check-claims.js'
import { toPrincipal } from './principal.js'
import { createRememberedPrincipals } from './remembered-principals.js'

const claims = claimsWith() as unknown as JwtPayload
const principal = toPrincipal({ isHome: true }, claims, readLatchkeyClaims(claims, 'JWT'))
const room = (maxCount: number, maxCharacters = 1_000_000) => {
  const remembered = createRememberedPrincipals({ maxCount, maxCharacters })
  return {
    put: (token: string, until = NOW + 1) => remembered.remember(token, principal, until),
    has: (token: string) => remembered.find(token, NOW) !== undefined,
    forget: (sessionId?: string) => remembered.forget(sessionId),
  }
}

describe('remembered principals', () => {
  it('are found until their time is up, and not at that instant', () => {
    const { put, has } = room(10)
    put('later', NOW + 1)
    put('now', NOW)
    expect([has('later'), has('now'), has('never')]).toEqual([true, false, false])
  })

  it('are never more than the limit', () => {
    const { put, has } = room(100)
    const tokens = Array.from({ length: 1000 }, (_, i) => `token-${i}`)
    for (const token of tokens) put(token)
    const kept = tokens.filter(has).length
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThanOrEqual(100)
  })

  it('never hold more text than the limit', () => {
    const { put, has } = room(1000, 1000)
    const tokens = Array.from({ length: 100 }, (_, i) => String(i).padStart(100, 'x'))
    for (const token of tokens) put(token)
    const kept = tokens.filter(has).length
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThanOrEqual(10)
    put('y'.repeat(501))
    expect(has('y'.repeat(501))).toBe(false)
  })

  it('that are in use survive the ones that are not', () => {
    const { put, has } = room(20)
    put('busy')
    for (let i = 0; i < 200; i += 1) {
      put(`once-${i}`)
      expect(has('busy')).toBe(true)
    }
    expect(has('once-0')).toBe(false)
  })

  it('can be put again without taking more room', () => {
    const { put, has } = room(10, 100)
    put('other')
    for (let i = 0; i < 100; i += 1) put('same')
    expect([has('other'), has('same')]).toEqual([true, true])
  })

  it('that are forgotten give their room back, old ones and young ones', () => {
    const { put, has, forget } = room(10, 1000)
    for (let time = 0; time < 3; time += 1) {
      const tokens = Array.from({ length: 8 }, (_, index) => `${index}`.padStart(100, 'x'))
      for (const token of tokens) put(token)
      expect(tokens.some(has)).toBe(true)
      forget(time === 0 ? undefined : principal.sessionId)
      expect(tokens.some(has)).toBe(false)
    }
    put('kept')
    forget('ses_of_nobody')
    expect(has('kept')).toBe(true)
  })

  it('are found by the whole of a token, whatever it ends with', () => {
    const { put, has, forget } = room(10, 1000)
    const signature = 's'.repeat(86)
    put(`mine.${signature}`)
    expect([has(`mine.${signature}`), has(`forged.${signature}`), has(signature)]).toEqual([
      true,
      false,
      false,
    ])
    for (let time = 0; time < 100; time += 1) {
      put(`forged.${signature}`)
      put(`mine.${signature}`)
    }
    expect([has(`mine.${signature}`), has(`forged.${signature}`)]).toEqual([true, false])
    forget()
    expect(has(`mine.${signature}`)).toBe(false)
  })

  it('can be switched off', () => {
    const { put, has } = room(0)
    put('token')
    expect(has('token')).toBe(false)
  })
})
