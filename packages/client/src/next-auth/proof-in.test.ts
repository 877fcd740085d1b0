import { expect, test } from 'vitest'
import { proofIn } from './proof-in.js'

const account = { provider: 'github', type: 'oauth' }

test('an ID token is preferred to an access token', () => {
  expect(proofIn({ ...account, id_token: 'id', access_token: 'access' })).toEqual({
    kind: 'id_token',
    idToken: 'id',
  })
})

test('an access token is sent with the provider it comes from, which it does not name itself', () => {
  expect(proofIn({ ...account, access_token: 'access' })).toEqual({
    kind: 'access_token',
    accessToken: 'access',
    provider: 'github',
  })
})

test.each([{}, { id_token: '', access_token: '' }])('%j proves nothing', (tokens) => {
  expect(proofIn({ ...account, ...tokens })).toBeUndefined()
})
