import { expect, test } from 'vitest'
import { AuthError } from './auth-error.js'
import { publicSentences } from './error-codes.js'

test('only the no of a hook is told in words that are not ours', () => {
  expect(new AuthError('hook_denied', { sentence: 'Only for Acme.' }).message).toBe('Only for Acme.')
  expect(new AuthError('hook_denied', { sentence: '' }).message).toBe(publicSentences.hook_denied)
  expect(new AuthError('user_suspended', { sentence: 'Only for Acme.' }).message).toBe(
    publicSentences.user_suspended,
  )
})
