import { expect, test } from 'vitest'
import { createGuard } from './create-guard.js'

const valid = { issuer: 'https://auth.example.com', audience: 'https://api.example.com' }

test('a misspelt option is refused, so that it cannot mean the default', () => {
  const misspelt: object = { alg: ['RS256'] }
  expect(() => createGuard({ ...valid, ...misspelt })).toThrow('there is no option "alg"')
  expect(() => createGuard(valid)).not.toThrow()
})

test('no options at all are refused in words', () => {
  const none: never = undefined as never
  expect(() => createGuard(none)).toThrow('createGuard: give options')
})
