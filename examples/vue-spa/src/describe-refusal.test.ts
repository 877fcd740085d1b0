import { LatchkeyError } from '@latchkey/client'
import { expect, test } from 'vitest'
import { describeRefusal } from './describe-refusal.js'

const refusal = (details: Partial<ConstructorParameters<typeof LatchkeyError>[0]>) =>
  new LatchkeyError({ code: 'credentials_wrong', message: 'A sentence.', ...details })

test('a refusal is said in the sentence of the server', () => {
  expect(describeRefusal(refusal({}))).toBe('A sentence.')
})

test('who has to wait is told how long', () => {
  expect(describeRefusal(refusal({ code: 'too_many_attempts', retryAfterSeconds: 1 }))).toBe(
    'A sentence. You can try again in 1 second.',
  )
  expect(describeRefusal(refusal({ retryAfterSeconds: 90 }))).toBe(
    'A sentence. You can try again in 90 seconds.',
  )
  expect(describeRefusal(refusal({ retryAfterSeconds: 121 }))).toBe(
    'A sentence. You can try again in 3 minutes.',
  )
})

test('only a fault of the server comes with the id that finds it in the log', () => {
  expect(describeRefusal(refusal({ code: 'internal_error', traceId: 'abc' }))).toBe(
    'A sentence. Trace id: abc.',
  )
  expect(describeRefusal(refusal({ traceId: 'abc' }))).toBe('A sentence.')
})
