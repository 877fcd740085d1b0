import { ADMIN_PATH } from '@latchkey/contract'
import type { z } from 'zod'
import type { Operation, Parameter } from './operation.js'

/** A part of the path. */
export const named = (name: string, description: string): Parameter => ({
  name,
  in: 'path',
  description,
  required: true,
})
/** A member of the query, which may be left out. */
export const asked = (name: string, description: string, oneOf?: readonly string[]): Parameter => ({
  name,
  in: 'query',
  description,
  ...(oneOf !== undefined && { oneOf }),
})

export const userId = named('id', 'The id of a user')
/** What every list takes. */
export const page: readonly Parameter[] = [
  asked('cursor', 'The `next` of the page before'),
  asked('limit', 'How many at most, 1 to 100; 25 when it is left out'),
]
/** For a request that may be sent again. */
export const requestKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'A text of your own, new for every new request: sent again with the same one, it is made once',
}

type Given = Pick<Operation, 'id' | 'path' | 'summary'> &
  Partial<Pick<Operation, 'parameters' | 'refusals' | 'method'>> & {
    readonly takes?: z.ZodType
    /** Undefined: nothing but 204. */
    readonly answers?: z.ZodType
    readonly status?: number
  }

/** An operation of the admin door, of which little but what it takes and answers has to be said. */
export const operation = ({ path, takes, answers, status, method, ...rest }: Given): Operation => ({
  ...rest,
  path: ADMIN_PATH + path,
  method: method ?? (takes === undefined ? 'GET' : 'POST'),
  security: 'operator',
  ...(takes !== undefined && { request: { schema: takes } }),
  answers: answers === undefined ? { 204: undefined } : { [status ?? 200]: { schema: answers } },
})
