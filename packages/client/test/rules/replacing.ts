import { describe, expect, test } from 'vitest'
import { introspect } from '../latchkey-calls.js'
import { readSession, signInWithPassword } from '../sign-in.js'
import { dora, type World } from '../world.js'

export const replacingRules = (world: World): void => {
  describe('signing in over a session', () => {
    test('ends the earlier one: no cookie leads to it any more', async () => {
      await signInWithPassword(world.browser, dora)
      const earlier = await world.getAccessToken()
      const stale = world.browser.tab()
      await signInWithPassword(world.browser, dora)
      expect(await introspect(world.latchkey, earlier)).toEqual({ active: false })
      expect(await introspect(world.latchkey, await world.getAccessToken())).toMatchObject({ active: true })
      expect(await readSession(stale)).toBeNull()
    })

    test('leaves it alone when the new sign-in is refused', async () => {
      await signInWithPassword(world.browser, dora)
      const earlier = await world.getAccessToken()
      await signInWithPassword(world.browser, { ...dora, password: 'something else' })
      expect(await introspect(world.latchkey, earlier)).toMatchObject({ active: true })
      expect(await world.getAccessToken()).toBe(earlier)
    })

    test('leaves sessions of other browsers alone', async () => {
      await signInWithPassword(world.browser, dora)
      const other = await world.getAccessToken()
      await world.start()
      await signInWithPassword(world.browser, dora)
      expect(await introspect(world.latchkey, other)).toMatchObject({ active: true })
    })
  })
}
