import { fetchJson, UnexpectedStatus } from '../../http/fetch-json.js'
import { problemWithUrl } from '../../keys/web-url.js'
import { SECOND } from '../../time.js'
import type { Transmitter } from './transmitter.js'

const TIMEOUT = 5 * SECOND
const MAX_BYTES = 128 * 1024
const SUFFIX = '/.well-known/ssf-configuration'

/**
 * Where streams are made: the `configuration_endpoint` of the metadata of a transmitter (SSF 1.0 §7).
 *
 * @throws Error saying what is wrong with them
 */
export const discoverTransmitter = async (
  transmitter: Pick<Transmitter, 'issuer' | 'fetch' | 'allowHttp'>,
  signal: AbortSignal,
): Promise<string> => {
  const { issuer, fetch, allowHttp } = transmitter
  const load = async (url: string): Promise<unknown> => {
    const headers = { accept: 'application/json' }
    return (await fetchJson({ url, fetch, timeout: TIMEOUT, maxBytes: MAX_BYTES }, { headers, signal })).value
  }
  const { first, second } = addressesOf(issuer)
  const metadata = await load(first).catch((error: unknown) => {
    if (second === undefined || !(error instanceof UnexpectedStatus) || error.status !== 404) throw error
    return load(second)
  })
  const { issuer: said, configuration_endpoint: endpoint } = Object(metadata) as Record<string, unknown>
  // SSF 1.0 §7.2.3: metadata of another transmitter are none of this one.
  if (said !== issuer)
    throw new Error(
      `the metadata of the transmitter are of ${JSON.stringify(said)?.slice(0, 200)}, not of ${issuer}`,
    )
  const problem = problemWithUrl(endpoint, { allowHttp })
  if (problem !== undefined) throw new Error(`configuration_endpoint ${problem}`)
  return String(endpoint)
}

/** SSF 1.0 §7.2.1: before the path of the issuer; many servers have theirs behind it, as OpenID Connect does. */
const addressesOf = (issuer: string): { readonly first: string; readonly second?: string } => {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return path === ''
    ? { first: origin + SUFFIX }
    : { first: origin + SUFFIX + path, second: origin + path + SUFFIX }
}
