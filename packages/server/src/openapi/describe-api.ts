import * as contract from '@latchkey/contract'
import { CSRF_HEADER, errorBody, problem } from '@latchkey/contract'
import { z } from 'zod'
import { describeWebhooks, webhookSchemas } from './describe-webhooks.js'
import type { Body, Operation, OperationGroup, Parameter, Security } from './operation.js'

/** An OpenAPI document (OpenAPI 3.1.1). */
export interface ApiDocument {
  readonly openapi: '3.1.1'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>
  /** What this server sends; left out where nobody can ask for it. */
  readonly webhooks?: Readonly<Record<string, Json>>
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
  drfToken: [401],
  djangoSession: [403],
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
  const sends = groups.some(({ sendsWebhooks }) => sendsWebhooks)
  const schemas = nameSchemas(
    groups.flatMap(({ operations }) => operations),
    sends ? webhookSchemas : [],
  )
  const paths: Record<string, Record<string, Json>> = {}
  const root = new URL(settings.issuer).origin
  for (const { name, operations } of groups) {
    for (const operation of operations) {
      paths[operation.path] ??= {}
      const methods = paths[operation.path] as Record<string, Json>
      const method = operation.method.toLowerCase()
      const elsewhere = operation.isAtRoot === true && root !== settings.issuer
      // What two doors say alike at one address is told once.
      methods[method] ??= {
        tags: [name],
        ...describe(operation, schemas),
        ...(elsewhere && { servers: [{ url: root }] }),
      }
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
    ...(sends && { webhooks: describeWebhooks(schemas.refer) }),
    components: {
      schemas: schemas.documents,
      securitySchemes: usedSchemes(groups, securitySchemes(settings.sessionCookie)),
    },
  }
}

/** Every status that an operation may answer with a refusal. */
export const refusalsOf = ({
  security,
  request,
  refusals = [],
  refusedWithPage = [],
}: Operation): readonly number[] =>
  [
    ...new Set([
      ...REFUSALS[security],
      ...(request === undefined ? [] : WITH_BODY),
      ...refusals,
      ...refusedWithPage,
      ...ALWAYS,
    ]),
  ].sort()

const describe = (operation: Operation, { refer }: NamedSchemas): Json => {
  const { id, summary, security, parameters = [], request, answers } = operation
  const content = ({ schema, type = 'application/json', otherTypes = [] }: Body): Json =>
    Object.fromEntries([type, ...otherTypes].map((each) => [each, { schema: { $ref: refer(schema) } }]))
  const refusal = refusalOf(operation)
  const responses: Record<string, Json> = {}
  for (const [status, body] of Object.entries(answers))
    responses[status] = { description: 'Done', ...(body !== undefined && { content: content(body) }) }
  for (const status of refusalsOf(operation))
    responses[status] = {
      description: refusal === undefined ? 'Refused' : 'Refused, with the reason',
      ...(refusal !== undefined && { content: { ...content(refusal), ...pageOf(operation, status) } }),
    }
  return {
    operationId: id,
    summary,
    parameters: [...parameters.map(describeParameter), ...csrfParameter(operation)],
    ...(request !== undefined && { requestBody: { required: true, content: content(request) } }),
    responses,
    security: SECURITY[security],
  }
}

/** How an operation says no; undefined: by the status alone. */
export const refusalOf = ({ security, refusal }: Operation): Body | undefined => {
  if (refusal !== undefined) return refusal === 'nothing' ? undefined : refusal
  return security === 'operator'
    ? { schema: problem, type: 'application/problem+json' }
    : { schema: errorBody }
}

const pageOf = ({ refusedWithPage = [] }: Operation, status: number): Json =>
  refusedWithPage.includes(status) ? { 'text/html': { schema: { type: 'string' } } } : {}

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
  drfToken: [{ drfToken: [] }, {}],
  djangoSession: [{ djangoSession: [] }],
  operator: [{ session: [] }, { accessToken: [] }],
}

const securitySchemes = (sessionCookie: string | undefined): Readonly<Record<string, Json>> => ({
  client: {
    type: 'http',
    scheme: 'basic',
    description: 'Id and secret of a client, which may stand among the parameters too',
  },
  accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  drfToken: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`Token`, a blank, and 40 hex digits',
  },
  djangoSession: { type: 'apiKey', in: 'cookie', name: 'sessionid' },
  ...(sessionCookie !== undefined && { session: { type: 'apiKey', in: 'cookie', name: sessionCookie } }),
})

/** A document names no way of calling that nothing is called by. */
const usedSchemes = (
  groups: readonly OperationGroup[],
  schemes: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> => {
  const ways = groups.flatMap(({ operations }) => operations).flatMap(({ security }) => SECURITY[security])
  const used = new Set(ways.flatMap((way) => Object.keys(way)))
  return Object.fromEntries(Object.entries(schemes).filter(([name]) => used.has(name)))
}

interface NamedSchemas {
  readonly documents: Readonly<Record<string, Json>>
  refer(schema: z.ZodType): string
}

const nameOfExport = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** Two doors of one kind may say different things under one name. */
const freeName = (documents: Readonly<Record<string, Json>>, name: string, document: Json): string => {
  const text = JSON.stringify(document)
  for (let nth = 1; ; nth += 1) {
    const candidate = nth === 1 ? name : `${name}${nth}`
    const known = documents[candidate]
    if (known === undefined || JSON.stringify(known) === text) return candidate
  }
}

/** Schemas are called as the contract exports them; the few that it does not bring a name of their own. */
const nameSchemas = (operations: readonly Operation[], sent: readonly z.ZodType[]): NamedSchemas => {
  const names = new Map<z.ZodType, string>()
  for (const [name, value] of Object.entries(contract))
    if (value instanceof z.ZodType) names.set(value, nameOfExport(name))
  const documents: Record<string, Json> = {}
  const owners = new Map<string, z.ZodType>()
  const add = (schema: z.ZodType, io: 'input' | 'output'): void => {
    const name = names.get(schema) ?? z.globalRegistry.get(schema)?.title
    if (name === undefined) throw new Error('a schema of the API has no name')
    const {
      $schema: _,
      id: __,
      ...document
    } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Json
    const own = owners.get(name) === schema ? name : freeName(documents, name, document)
    names.set(schema, own)
    owners.set(own, schema)
    documents[own] = document
  }
  add(errorBody, 'output')
  for (const schema of sent) add(schema, 'output')
  for (const operation of operations) {
    const refusal = refusalOf(operation)
    if (refusal !== undefined) add(refusal.schema, 'output')
  }
  for (const { request, answers } of operations) {
    if (request !== undefined) add(request.schema, 'input')
    for (const answer of Object.values(answers)) if (answer !== undefined) add(answer.schema, 'output')
  }
  return { documents, refer: (schema) => `#/components/schemas/${names.get(schema)}` }
}
