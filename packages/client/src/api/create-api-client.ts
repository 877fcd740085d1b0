import createClient, { type Client } from 'openapi-fetch'
import { readDoorAddress } from '../wire/door-address.js'
import type { paths } from './schema.js'
import { sendCsrfToken } from './send-csrf-token.js'

export interface ApiClientOptions {
  /** Where Latchkey is: `https://auth.example.com`, or a path below the page: `/auth`. */
  baseUrl: string
  /** For programs: an access token, sent instead of cookies. Asked before every request. Default: the session of this browser. */
  accessToken?: (() => string | Promise<string>) | undefined
  /** Default: that of the platform. */
  fetch?: typeof fetch | undefined
}

/** Every endpoint of a Latchkey server, by its address, as its OpenAPI document has it. */
export type ApiClient = Client<paths, `${string}/${string}`>

/**
 * A typed client of the whole API, generated from its OpenAPI document.
 *
 * @example
 * const api = createApiClient({ baseUrl: 'https://auth.example.com' })
 * const { data, error } = await api.GET('/account/sessions')
 * @returns a client whose calls resolve to `{ data }` or `{ error }`, each with `response`; they reject when nothing answers
 * @throws TypeError when `baseUrl` is neither a URL nor a path
 */
export const createApiClient = ({ baseUrl, accessToken, ...given }: ApiClientOptions): ApiClient => {
  const address = readDoorAddress(baseUrl)
  const fetchRequest = given.fetch ?? ((...call: Parameters<typeof fetch>) => fetch(...call))
  const url = address.urlOf('')
  if (accessToken === undefined) {
    return createClient<paths>({
      baseUrl: url,
      credentials: address.credentials(),
      fetch: sendCsrfToken(address, fetchRequest),
    })
  }
  const client = createClient<paths>({
    baseUrl: url,
    credentials: 'omit',
    redirect: 'error',
    fetch: fetchRequest,
  })
  client.use({
    onRequest: async ({ request }) => {
      request.headers.set('authorization', `Bearer ${await accessToken()}`)
      return request
    },
  })
  return client
}
