import type { z } from 'zod'

/** How a caller shows who they are. */
export type Security =
  /** Nobody is asked. */
  | 'none'
  /** The session cookie where there is one, and what a page shows beside it. */
  | 'browser'
  /** The session cookie of somebody who is signed in. */
  | 'signedIn'
  /** A client of the OAuth door: HTTP Basic, or its id and secret among the parameters. */
  | 'client'
  /** An access token of a person. */
  | 'accessToken'
  /** The access token of a program, with a scope for security events. */
  | 'receiver'
  /** `Authorization: Token …` of a frontend that was written for Django REST framework. */
  | 'drfToken'
  /** The cookie `sessionid` of a frontend that was written for Django. */
  | 'djangoSession'
  /** The session cookie of an operator, as our own pages send it; or an access token with the scope of the admin door. */
  | 'operator'

/** What a body is, and the schema that reads or writes it. */
export interface Body {
  readonly schema: z.ZodType
  /** Default: `application/json`. */
  readonly type?:
    | 'application/json'
    | 'application/x-www-form-urlencoded'
    | 'application/statuslist+jwt'
    | 'application/secevent+jwt'
    | 'text/event-stream'
    | 'text/html'
    | 'application/x-ndjson'
    | 'application/problem+json'
  /** Forms in which the same may be sent. */
  readonly otherTypes?: readonly ('application/x-www-form-urlencoded' | 'multipart/form-data')[]
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly description: string
  readonly required?: boolean
  readonly oneOf?: readonly string[]
}

/** One method of one address, as it is documented. */
export interface Operation {
  /** What a generated client calls it. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the issuer, with the names of its variable parts: `/account/sessions/{id}`. */
  readonly path: string
  readonly summary: string
  readonly security: Security
  readonly parameters?: readonly Parameter[]
  readonly request?: Body
  /** What it answers when all is well, by status; undefined for an answer without a body. */
  readonly answers: Readonly<Record<number, Body | undefined>>
  /** Statuses of refusals it may answer beside those of everything that is called this way. */
  readonly refusals?: readonly number[]
  /** How it says no, where that is neither our error body nor a problem document. */
  readonly refusal?: Body | 'nothing'
  /** Statuses of refusals that come as a page for people. */
  readonly refusedWithPage?: readonly number[]
  /** Whether it lies below the root of the host, whatever the path of the issuer. */
  readonly isAtRoot?: boolean
}

/** Operations that belong together, as a reader looks for them. */
export interface OperationGroup {
  readonly name: string
  readonly description: string
  readonly operations: readonly Operation[]
  /** Whether it is where webhooks are made: what they are sent is described beside it. */
  readonly sendsWebhooks?: true
}
