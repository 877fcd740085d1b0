import { randomBytes } from 'node:crypto'
import { z } from 'zod'

/** `todo_` + 12 hex digits of time + 16 random ones: sorting ids sorts by age, guessing one is hopeless. */
export const todoId = z
  .string()
  .regex(/^todo_[0-9a-f]{28}$/, 'must be an id as this API gave it, like todo_ and 28 hex digits')
  .brand<'TodoId'>()
export type TodoId = z.infer<typeof todoId>

/** A todo as it is stored and as it is answered. Times are ISO 8601, UTC. */
export interface Todo {
  id: TodoId
  title: string
  done: boolean
  createdAt: string
  updatedAt: string
}

const title = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must be at most 200 characters long')
  .regex(/^\P{Cc}*$/u, 'must be one line of text, without control characters')

/** The body of `POST /todos`. A field we do not know is refused, so that a typo does not pass unseen. */
export const newTodo = z.strictObject({ title })
export type NewTodo = z.infer<typeof newTodo>

/** The body of `PATCH /todos/:id`: what is left out stays as it is. */
export const todoChange = z
  .strictObject({ title: title.optional(), done: z.boolean().optional() })
  .refine((change) => Object.keys(change).length > 0, 'must change something: send title, done or both')
export type TodoChange = z.infer<typeof todoChange>

/** The query of `GET /todos`: a page of at most 100, the newest first. */
export const todoPage = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'must be a whole number from 1 to 100')
    .transform(Number)
    .default(50),
  before: todoId.optional(),
})
export type TodoPage = z.infer<typeof todoPage>

export function createTodoId(now: number): TodoId {
  return todoId.parse(`todo_${now.toString(16).padStart(12, '0')}${randomBytes(8).toString('hex')}`)
}
