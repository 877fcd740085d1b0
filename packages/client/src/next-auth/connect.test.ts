import { describe, expect, test } from 'vitest'
import { createLatchkeyBridge } from './index.js'

const bridge = () =>
  createLatchkeyBridge({ issuer: 'https://auth.example.com', clientId: 'web', clientSecret: 'secret' })

describe('a connected config', () => {
  test('refuses sessions in a database, which could not hold the Latchkey session', () => {
    expect(() => bridge().config({ providers: [], session: { strategy: 'database' } })).toThrow(
      /strategy: 'jwt'/,
    )
    expect(() => bridge().config({ providers: [], adapter: {} })).toThrow(/strategy: 'jwt'/)
  })

  test('keeps what is not its business', () => {
    const config = bridge().config({
      providers: [],
      adapter: {},
      session: { strategy: 'jwt', maxAge: 60 },
      pages: { signIn: '/in' },
    })
    expect(config).toMatchObject({
      adapter: {},
      session: { strategy: 'jwt', maxAge: 60 },
      pages: { signIn: '/in' },
    })
  })

  test('leaves the config it was given as it was', () => {
    const given = { providers: [] }
    bridge().config(given)
    expect(given).toEqual({ providers: [] })
  })

  test('signs nobody in without an exchange, whichever way NextAuth comes to its jwt callback', async () => {
    const { callbacks } = bridge().config({ providers: [] })
    const account = { provider: 'passkey', type: 'webauthn', providerAccountId: '1' } as const
    expect(await callbacks?.jwt?.({ token: { sub: '1' }, user: { id: '1' }, account })).toBeNull()
  })
})
