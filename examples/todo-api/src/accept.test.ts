import { expect, it } from 'vitest'
import { acceptQuery } from './accept.js'
import { Refusal } from './refusal.js'
import { todoPage } from './todo.js'

// Express and Fastify route by the path of whatever stands in the request line, and hand it on as it came.
it.each(['/todos?limit=5', 'http://host:99999/todos?limit=5', 'http://[/todos?limit=5', '//?limit=5'])(
  'the query of %s is read, whatever stands before it',
  (target) => {
    expect(acceptQuery(todoPage, target)).toEqual({ limit: 5 })
  },
)

it.each(['/todos?limit=5&limit=6', '/todos?__proto__=1', '/todos?limit=5?', '/todos?constructor=1'])(
  'the query of %s is refused with 400',
  (target) => {
    expect(() => acceptQuery(todoPage, target)).toThrow(Refusal)
  },
)
