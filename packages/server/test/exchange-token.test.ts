import { describe, expect, test } from 'vitest'
import { startTestLatchkey } from './fixtures/test-latchkey.js'

describe('token exchange', () => {
  test('an ID token of a configured provider opens a session', async () => {
    await using house = await startTestLatchkey()
    const signedIn = await house.signIn()
    expect(signedIn).toMatchObject({ token_type: 'Bearer', expires_in: 600 })
  })
})
