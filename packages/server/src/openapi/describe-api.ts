import * as contract from '@latchkey/contract'
import { CSRF_HEADER, errorBody, problem } from '@latchkey/contract'
import { z } from 'zod'
import type { Body, Operation, OperationGroup, Parameter, Security } from './operation.js'

/** An OpenAPI document (OpenAPI 3.1.1). */
export interface ApiDocument {
  readonly openapi: '3.1.1'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Json>>
    readonly securitySchemes: Readonly<Record<string, Json>>
  }
}
type Json = Readonly<Record<string, unknown>>

export interface ApiSettings {
  readonly issuer: string
  /** The name of the session cookie, where browsers may sign in. */
  readonly sessionCookie: string | undefined
}

/** Of what is on the wire; it changes when something is taken away or means something else. */
const API_VERSION = '1'

/** Statuses of refusals that everything may answer which is called so. */
const REFUSALS: Readonly<Record<Security, readonly number[]>> = {
  none: [],
  browser: [400, 403],
  signedIn: [400, 401, 403],
  client: [400, 401],
  accessToken: [400, 401],
  receiver: [400, 401, 403],
  operator: [400, 401, 403],
}
const WITH_BODY = [413, 415]
const ALWAYS = [500, 503]

/**
 * Groups of operations → the document that describes them. Requests are described by the very schemas that read them.
 *
 * @param settings what differs between servers
 */
export const describeApi = (groups: readonly OperationGroup[], settings: ApiSettings): ApiDocument => {
  const schemas = nameSchemas(groups.flatMap(({ operations }) => operations))
  const paths: Record<string, Record<string, Json>> = {}
  for (const { name, operations } of groups) {
    for (const operation of operations) {
      paths[operation.path] ??= {}
      const methods = paths[operation.path] as Record<string, Json>
      methods[operation.method.toLowerCase()] = { tags: [name], ...describe(operation, schemas) }
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Latchkey',
      version: API_VERSION,
      description: 'Sign-in for split stacks: the endpoints of this server.',
    },
    servers: [{ url: settings.issuer }],
    tags: groups.map(({ name, description }) => ({ name, description })),
    paths,
    components: { schemas: schemas.documents, securitySchemes: securitySchemes(settings.sessionCookie) },
  }
}

/** Every status that an operation may answer with a refusal. */
export const refusalsOf = ({ security, request, refusals = [] }: Operation): readonly number[] =>
  [
    ...new Set([...REFUSALS[security], ...(request === undefined ? [] : WITH_BODY), ...refusals, ...ALWAYS]),
  ].sort()

const describe = (operation: Operation, { refer }: NamedSchemas): Json => {
  const { id, summary, security, parameters = [], request, answers } = operation
  const content = ({ schema, type }: Body): Json => ({
    [type ?? 'application/json']: { schema: { $ref: refer(schema) } },
  })
  const responses: Record<string, Json> = {}
  for (const [status, body] of Object.entries(answers))
    responses[status] = { description: 'Done', ...(body !== undefined && { content: content(body) }) }
  for (const status of refusalsOf(operation))
    responses[status] = { description: 'Refused, with the reason', content: content(refusalOf(operation)) }
  return {
    operationId: id,
    summary,
    parameters: [...parameters.map(describeParameter), ...csrfParameter(operation)],
    ...(request !== undefined && { requestBody: { required: true, content: content(request) } }),
    responses,
    security: SECURITY[security],
  }
}

/** How an operation says no. */
export const refusalOf = ({ security }: Operation): Body =>
  security === 'operator' ? { schema: problem, type: 'application/problem+json' } : { schema: errorBody }

const describeParameter = ({ name, in: place, description, required = false, oneOf }: Parameter): Json => ({
  name,
  in: place,
  description,
  required,
  schema: { type: 'string', ...(oneOf !== undefined && { enum: oneOf }) },
})

const BY_COOKIE: readonly Security[] = ['browser', 'signedIn', 'operator']

const csrfParameter = ({ method, security }: Operation): readonly Json[] =>
  method === 'GET' || !BY_COOKIE.includes(security)
    ? []
    : [
        {
          name: CSRF_HEADER,
          in: 'header',
          description: 'The csrfToken of the last answer that told one (GET /session does)',
          required: security !== 'operator',
          schema: { type: 'string' },
        },
      ]

const SECURITY: Readonly<Record<Security, readonly Json[]>> = {
  none: [],
  browser: [{}, { session: [] }],
  signedIn: [{ session: [] }],
  client: [{ client: [] }, {}],
  accessToken: [{ accessToken: [] }],
  receiver: [{ accessToken: [] }],
  operator: [{ session: [] }, { accessToken: [] }],
}

const securitySchemes = (sessionCookie: string | undefined): Readonly<Record<string, Json>> => ({
  client: {
    type: 'http',
    scheme: 'basic',
    description: 'Id and secret of a client, which may stand among the parameters too',
  },
  accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  ...(sessionCookie !== undefined && { session: { type: 'apiKey', in: 'cookie', name: sessionCookie } }),
})

interface NamedSchemas {
  readonly documents: Readonly<Record<string, Json>>
  refer(schema: z.ZodType): string
}

const nameOfExport = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** Schemas are called as the contract exports them; the few that it does not bring a name of their own. */
const nameSchemas = (operations: readonly Operation[]): NamedSchemas => {
  const names = new Map<z.ZodType, string>()
  for (const [name, value] of Object.entries(contract))
    if (value instanceof z.ZodType) names.set(value, nameOfExport(name))
  const documents: Record<string, Json> = {}
  const add = (schema: z.ZodType, io: 'input' | 'output'): void => {
    const name = names.get(schema) ?? z.globalRegistry.get(schema)?.title
    if (name === undefined) throw new Error('a schema of the API has no name')
    names.set(schema, name)
    const {
      $schema: _,
      id: __,
      ...document
    } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Json
    documents[name] = document
  }
  add(errorBody, 'output')
  for (const operation of operations) add(refusalOf(operation).schema, 'output')
  for (const { request, answers } of operations) {
    if (request !== undefined) add(request.schema, 'input')
    for (const answer of Object.values(answers)) if (answer !== undefined) add(answer.schema, 'output')
  }
  return { documents, refer: (schema) => `#/components/schemas/${names.get(schema)}` }
}
