import { expect, test } from 'vitest'
import { readSender } from './read-sender.js'

test.each([
  ['hello@todo.example', { name: '', address: 'hello@todo.example' }],
  ['<hello@todo.example>', { name: '', address: 'hello@todo.example' }],
  ['Todo Garden <hello@todo.example>', { name: 'Todo Garden', address: 'hello@todo.example' }],
  [' "Garden, Todo" <hello@todo.example> ', { name: 'Garden, Todo', address: 'hello@todo.example' }],
])('%j is a sender', (from, sender) => {
  expect(readSender(from)).toEqual(sender)
})
