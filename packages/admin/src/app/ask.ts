import { createApiClient } from '@latchkey/client/api'
import { latchkeyUrl } from './place.js'

/** The API of this server, in the session of this browser. */
export const api = createApiClient({ baseUrl: latchkeyUrl })

/** The server said no, in its own words. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  readonly code: string | undefined
  readonly status: number
  readonly traceId: string | undefined
  /** What is wrong with each field, by its name. */
  readonly issues: Readonly<Record<string, string>>

  constructor(status: number, body: unknown) {
    const { code, reason, detail, title, error_description, instance, trace_id } = fieldsOf(body)
    super(detail ?? error_description ?? title ?? `The server answered ${status}.`)
    this.status = status
    this.code = code ?? reason
    this.traceId = instance ?? trace_id
    this.issues = issuesOf(body)
  }
}

const fieldsOf = (body: unknown): Readonly<Record<string, string | undefined>> =>
  typeof body === 'object' && body !== null ? (body as Record<string, string | undefined>) : {}

const issuesOf = (body: unknown): Readonly<Record<string, string>> => {
  const issues = (body as { readonly issues?: unknown } | null | undefined)?.issues
  return Array.isArray(issues)
    ? Object.fromEntries(
        issues.map(({ parameter, message }: { parameter: string; message: string }) => [parameter, message]),
      )
    : {}
}

/**
 * What a call answers, without the refusals.
 *
 * @throws ApiRefusal
 */
export const answerOf = async <Data>(
  call: Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
): Promise<Data> => {
  const { data, error, response } = await call
  if (!response.ok) throw new ApiRefusal(response.status, error)
  return data as Data
}
