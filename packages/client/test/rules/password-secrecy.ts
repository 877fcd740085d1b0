import { paths } from '@latchkey/contract'
import { describe, expect, test, vi } from 'vitest'
import type { HostConfig } from '../../src/next-auth/host-config.js'
import { postCredentials, readSession, signInWithPassword } from '../sign-in.js'
import { dora, type World } from '../world.js'

/** Every body this process sends while the test runs, by path. */
const recordBodies = (): { path: string; body: URLSearchParams }[] => {
  const bodies: { path: string; body: URLSearchParams }[] = []
  const send = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    if (init?.body instanceof URLSearchParams) {
      bodies.push({ path: new URL(String(input)).pathname, body: init.body })
    }
    return send(input, init)
  })
  return bodies
}

export const passwordSecrecyRules = (world: World): void => {
  describe('the password', () => {
    test('goes to the token endpoint, once, and nowhere else', async () => {
      const bodies = recordBodies()
      await signInWithPassword(world.browser, dora)
      const carriers = bodies.filter(({ body }) => body.toString().includes('herons'))
      expect(carriers.map(({ path }) => path)).toEqual([paths.token])
      expect(Object.fromEntries(carriers[0]?.body ?? [])).toMatchObject({
        email: dora.email,
        password: dora.password,
      })
    })

    test('the browser of the person is passed on, its name cut where it is absurd; nothing else they sent is', async () => {
      const bodies = recordBodies()
      const name = `Mozilla/5.0 ${'x'.repeat(2_000)}`
      await postCredentials(world.browser, dora, { 'user-agent': name, 'x-real-ip': '203.0.113.9' })
      const { body } = bodies.find(({ path }) => path === paths.token) ?? {}
      expect(Object.keys(Object.fromEntries(body ?? []))).toEqual([
        'grant_type',
        'email',
        'password',
        'user_agent',
      ])
      expect(body?.get('user_agent')).toBe(name.slice(0, 500))
    })

    test('is gone before any code of the app or any log could keep it', async () => {
      const seen: unknown[] = []
      const keep = (message: unknown) => void seen.push(message)
      await world.start({
        debug: true,
        logger: {
          error: (...all: unknown[]) => keep(all),
          warn: keep,
          debug: (...all: unknown[]) => keep(all),
        },
        callbacks: {
          signIn: (params) => {
            keep(params)
            return true
          },
          jwt: (params) => {
            keep(params)
            throw new Error('a bug in the app')
          },
        },
        events: { signIn: keep },
      } as HostConfig)
      await postCredentials(world.browser, dora)
      await postCredentials(world.browser, { ...dora, password: 'what of herons' })
      const kept = JSON.stringify(seen)
      expect(kept).toContain(dora.email)
      expect(kept).not.toContain('herons')
    })

    test('and no log of the bridge or of NextAuth has it when it is refused', async () => {
      await signInWithPassword(world.browser, { ...dora, password: 'what of herons' })
      await world.latchkey.stop()
      await signInWithPassword(world.browser, dora)
      expect(await readSession(world.browser)).toBeNull()
      const logs = [world.log.warn, world.log.error, vi.mocked(console.error), vi.mocked(console.warn)]
      const logged = logs
        .flatMap(({ mock }) => mock.calls.flat())
        .map((line) => `${line} ${(line as Error)?.stack}`)
      expect(logged.join()).toContain('credentials_wrong')
      expect(logged.join()).not.toMatch(/herons|dora@/)
    })
  })
}
