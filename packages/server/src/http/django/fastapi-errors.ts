import { AuthError } from '@latchkey/contract'
import type { Log } from '../../ports/log.js'
import { mediaType, readBody } from '../read-body.js'
import { describeRefusal } from '../refuse.js'
import { answerDoor } from './answer-door.js'
import { detail, WireRefusal } from './wire-refusal.js'

const CHALLENGE = { 'www-authenticate': 'Bearer' }

/** FastAPI's answer to whoever is not who they say. */
export const couldNotValidate = detail(401, 'Could not validate credentials', CHALLENGE)
export const notAuthenticated = detail(401, 'Not authenticated', CHALLENGE)

/** One thing that is wrong with a body, as pydantic writes it. */
interface Problem {
  readonly type: string
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly input: unknown
  readonly ctx?: Readonly<Record<string, string>>
}

const unprocessable = (...problems: readonly Problem[]): WireRefusal =>
  new WireRefusal(422, { detail: problems })

/**
 * The texts of a JSON body by these names; all others are passed over, as pydantic does.
 *
 * What was sent is not repeated in the refusal: it may be a password.
 *
 * @throws WireRefusal with everything that is wrong
 */
export const readFastapiTexts = async <const Names extends readonly string[]>(
  request: Request,
  names: Names,
): Promise<Readonly<Record<Names[number], string>>> => {
  const body = await readBody(request)
  if (body === '') throw unprocessable({ type: 'missing', loc: ['body'], msg: 'Field required', input: null })
  const given = mediaType(request) === 'application/json' ? parse(body) : undefined
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw unprocessable({
      type: 'model_attributes_type',
      loc: ['body'],
      msg: 'Input should be a valid dictionary or object to extract fields from',
      input: null,
    })
  const values = given as Readonly<Record<string, unknown>>
  const problems = names.flatMap((name) => problemWith(values, name))
  if (problems.length > 0) throw unprocessable(...problems)
  return Object.fromEntries(names.map((name) => [name, values[name]])) as Record<Names[number], string>
}

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    throw unprocessable({
      type: 'json_invalid',
      loc: ['body', 0],
      msg: 'JSON decode error',
      input: {},
      ctx: { error: 'the body is not JSON' },
    })
  }
}

const problemWith = (values: Readonly<Record<string, unknown>>, name: string): readonly Problem[] => {
  const at = { loc: ['body', name], input: null }
  if (!Object.hasOwn(values, name)) return [{ type: 'missing', msg: 'Field required', ...at }]
  if (typeof values[name] !== 'string')
    return [{ type: 'string_type', msg: 'Input should be a valid string', ...at }]
  return []
}

/** Something thrown at a door of the FastAPI kind → an answer its frontends can read. */
export const refuseFastapi =
  ({ log }: { readonly log: Log }) =>
  (request: Request, thrown: unknown): Response => {
    if (thrown instanceof WireRefusal) return answerDoor(thrown.body, thrown)
    const { status, headers, body } = describeRefusal(log, request, thrown)
    if (thrown instanceof AuthError && COULD_NOT_VALIDATE.includes(thrown.code))
      return answerDoor(couldNotValidate.body, couldNotValidate)
    const retryAfter = headers['retry-after']
    return answerDoor(
      { detail: body.error_description },
      { status, ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }) },
    )
  }

const COULD_NOT_VALIDATE: readonly string[] = ['credentials_wrong', 'user_suspended', 'session_ended']

export const refuseFastapiMethod = (_request: Request, allowed: string): Response =>
  answerDoor(
    { detail: 'Method Not Allowed' },
    { status: 405, headers: { allow: allowed.replace(/(, HEAD)?, OPTIONS$/, '') } },
  )
