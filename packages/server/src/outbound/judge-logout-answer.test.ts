import { expect, test } from 'vitest'
import { judgeLogoutAnswer } from './judge-logout-answer.js'

test.each([200, 204])('%i: it has arrived', (status) => {
  expect(judgeLogoutAnswer(status, '')).toEqual({ outcome: 'delivered' })
})

test.each([202, 301, 401, 404, 500, 503])('%i: it has not, and is sent again', (status) => {
  expect(judgeLogoutAnswer(status, '{"error":"invalid_request"}')).toEqual({
    outcome: 'unavailable',
    detail: `the client answered ${status}`,
  })
})

test.each([
  ['{"error":"invalid_request","error_description":"who?"}', 'invalid_request: who?'],
  ['{"error":"invalid_request"}', 'invalid_request'],
  [`{"error":"${'x'.repeat(5_000)}"}`, 'x'.repeat(200)],
  ['{"error":7}', 'the client answered 400'],
  ['null', 'the client answered 400'],
  ['<html>', 'the client answered 400'],
])('400 with %s: it is refused, and says why', (body, detail) => {
  expect(judgeLogoutAnswer(400, body)).toEqual({ outcome: 'refused', detail })
})
