// @vitest-environment happy-dom
import { createLatchkeyClient } from '@latchkey/client'
import { describe, expect, test } from 'vitest'
import { alice, bob } from '../door/door.js'
import { openPage } from '../door/page.js'

const MINUTE = 60_000

const signedIn = async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  await client.signIn(alice)
  const state = client.getState()
  if (state.status !== 'signed_in') throw new Error('nobody is signed in')
  return { door: page.door, client, user: state.user }
}

describe('API keys', () => {
  test('one is made, opens an API, is listed without itself, and ends', async () => {
    const { door, client, user } = await signedIn()
    expect(await client.listApiKeys()).toMatchObject({
      apiKeys: [],
      choices: { scopes: ['todos:read', 'todos:write'], defaultDays: 90 },
    })
    const made = await client.createApiKey({ name: 'Backup', scopes: ['todos:read'], days: 7 })
    expect(made.key).toMatch(/^lkak_/)
    expect(await door.whoHolds(made.key)).toEqual({ userId: user.id, scopes: ['todos:read'] })
    const { apiKeys } = await client.listApiKeys()
    expect(apiKeys).toMatchObject([{ id: made.apiKey.id, name: 'Backup', hint: made.key.slice(-4) }])
    expect(JSON.stringify(apiKeys)).not.toContain(made.key)
    expect((await client.endApiKey(made.apiKey.id)).apiKeys).toEqual([])
    await expect(door.whoHolds(made.key)).rejects.toThrow()
    expect(client.getState().status).toBe('signed_in')
  })

  test('all of them end together, and signing out everywhere ends none', async () => {
    const { door, client } = await signedIn()
    const { key } = await client.createApiKey({ name: 'One', scopes: ['todos:read'] })
    await client.createApiKey({ name: 'Two', scopes: ['todos:read'] })
    await client.signOutEverywhere({ keepThis: true })
    await door.whoHolds(key)
    expect((await client.endApiKeys()).apiKeys).toEqual([])
    await expect(door.whoHolds(key)).rejects.toThrow()
  })

  test('what is refused says which field, and when to sign in again', async () => {
    const { door, client } = await signedIn()
    await expect(client.createApiKey({ name: 'Backup', scopes: ['admin'] })).rejects.toMatchObject({
      code: 'invalid_parameter',
      parameter: 'scopes',
    })
    await expect(client.endApiKey('../sessions')).rejects.toMatchObject({ code: 'api_key_unknown' })
    await door.pass(11 * MINUTE)
    await expect(client.createApiKey({ name: 'Backup', scopes: ['todos:read'] })).rejects.toMatchObject({
      code: 'recent_sign_in_needed',
    })
  })

  test('a page that shows one person makes no key for another', async () => {
    const { client } = await signedIn()
    await createLatchkeyClient().signIn(bob)
    await expect(client.createApiKey({ name: 'Backup', scopes: ['todos:read'] })).rejects.toThrow()
    await expect(client.endApiKeys()).rejects.toThrow()
    expect((await createLatchkeyClient().listApiKeys()).apiKeys).toEqual([])
  })
})
