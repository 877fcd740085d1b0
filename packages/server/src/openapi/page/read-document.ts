import type { ApiDocument } from '../describe-api.js'

type Json = Readonly<Record<string, unknown>>

/** A JSON Schema (2020-12), as far as the document has any. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly default?: unknown
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
}

/** What is sent or answered. */
export interface ReferenceBody {
  readonly mediaType: string
  /** What its schema is called. */
  readonly name: string
  readonly schema: Schema
}

export interface ReferenceParameter {
  readonly name: string
  readonly in: string
  readonly description: string
  readonly required: boolean
  readonly schema: Schema
}

/** One operation, with everything it refers to beside it. */
export interface Reference {
  readonly id: string
  readonly method: string
  readonly path: string
  /** Where it is, when that is not where the document says. */
  readonly server: string | undefined
  readonly summary: string
  /** By the names of the schemes; empty when nobody is asked. */
  readonly security: readonly string[]
  /** Whether it may be called without any of them too. */
  readonly isOpen: boolean
  readonly parameters: readonly ReferenceParameter[]
  readonly request: ReferenceBody | undefined
  readonly answers: readonly { readonly status: string; readonly body: ReferenceBody | undefined }[]
  readonly refusals: readonly string[]
}

export const namesOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : []

/** The operations of one tag, in the order of the document. */
export const readReference = (document: ApiDocument, tag: string): readonly Reference[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => (operation['tags'] as readonly string[]).includes(tag))
      .map(([method, operation]) => readOperation(document, { method, path, operation })),
  )

/** A webhook, by the type of what it tells of. */
export interface SentReference {
  readonly type: string
  readonly body: ReferenceBody | undefined
}

/** What the server sends by itself. */
export const readWebhooks = (document: ApiDocument): readonly SentReference[] =>
  Object.entries(document.webhooks ?? {}).map(([type, { post }]) => ({
    type,
    body: readBody(document, (post as Json)['requestBody'] as Json | undefined),
  }))

const readOperation = (
  document: ApiDocument,
  { method, path, operation }: { readonly method: string; readonly path: string; readonly operation: Json },
): Reference => {
  const responses = Object.entries(operation['responses'] as Readonly<Record<string, Json>>)
  const security = operation['security'] as readonly Json[]
  const isDone = (status: string): boolean => Number(status) < 400
  return {
    id: String(operation['operationId']),
    method: method.toUpperCase(),
    path,
    server: (operation['servers'] as readonly { readonly url: string }[] | undefined)?.[0]?.url,
    summary: String(operation['summary']),
    security: security.flatMap(namesOf),
    isOpen: security.length === 0 || security.some((way) => namesOf(way).length === 0),
    parameters: operation['parameters'] as readonly ReferenceParameter[],
    request: readBody(document, operation['requestBody'] as Json | undefined),
    answers: responses
      .filter(([status]) => isDone(status))
      .map(([status, response]) => ({ status, body: readBody(document, response) })),
    refusals: responses.map(([status]) => status).filter((status) => !isDone(status)),
  }
}

const readBody = (document: ApiDocument, holder: Json | undefined): ReferenceBody | undefined => {
  const [content] = Object.entries(
    (holder?.['content'] ?? {}) as Readonly<Record<string, { schema: Schema }>>,
  )
  if (content === undefined) return undefined
  const [mediaType, { schema }] = content
  const name = schema.$ref?.split('/').at(-1) ?? ''
  return { mediaType, name, schema: (document.components.schemas[name] ?? schema) as Schema }
}
