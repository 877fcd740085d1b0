import { expect, test } from 'vitest'
import { API, CONFIDENTIAL, startTestLatchkey } from './fixtures/test-latchkey.js'

const OTHER_API = 'https://reports.example'

test('the guard of one API does not accept a token for another', async () => {
  await using house = await startTestLatchkey({ options: { audiences: [API, OTHER_API] } })
  const { access_token, user } = await house.signIn(CONFIDENTIAL)
  expect(await house.latchkey.guard.verify(access_token)).toMatchObject({ userId: user.sub })
  expect(await house.latchkey.guardFor(API).verify(access_token)).toMatchObject({ userId: user.sub })
  await expect(house.latchkey.guardFor(OTHER_API).verify(access_token)).rejects.toMatchObject({
    code: 'token_audience_mismatch',
  })
})

test('there is no guard for an audience this server does not know', async () => {
  await using house = await startTestLatchkey()
  expect(() => house.latchkey.guardFor('https://unknown.example')).toThrow(TypeError)
})
