import { fetchJson } from '../http/fetch-json.js'
import { problemWithUrl } from '../keys/web-url.js'
import { HOUR, SECOND } from '../time.js'
import type { IssuerSurroundings } from './issuer.js'

/** What an issuer says of itself (OIDC Discovery §3, RFC 8414 §2), as far as a guard needs it. */
export interface IssuerMetadata {
  readonly jwks: string
  readonly userInfo: string | undefined
  readonly token: string | undefined
}

export interface Discovery {
  /** Where the metadata are. */
  readonly url: string
  /** @throws Error that says what is wrong with them */
  metadata(): Promise<IssuerMetadata>
  /** Fetches from the `jwks_uri` of the metadata, whichever URL it is given. */
  readonly fetchKeys: typeof globalThis.fetch
}

const TIMEOUT = 5 * SECOND
const MAX_BYTES = 128 * 1024
const KEPT_FOR = HOUR

/** The metadata of an issuer, asked for when they are first needed and then once an hour. */
export const discover = ({
  issuer,
  fetch,
  allowHttp,
  clock,
}: Pick<IssuerSurroundings, 'clock' | 'fetch' | 'allowHttp'> & { readonly issuer: string }): Discovery => {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  let kept: { readonly metadata: Promise<IssuerMetadata>; readonly since: number } | undefined

  const load = async (): Promise<IssuerMetadata> => {
    const accept = 'application/json'
    const { value } = await fetchJson(
      { url, fetch, timeout: TIMEOUT, maxBytes: MAX_BYTES },
      { headers: { accept } },
    )
    return readMetadata(value, issuer, allowHttp)
  }
  const metadata = (): Promise<IssuerMetadata> => {
    const now = clock()
    if (kept !== undefined && now >= kept.since && now - kept.since < KEPT_FOR) return kept.metadata
    const loading = load()
    kept = { metadata: loading, since: now }
    // What failed is not kept: who asks next, as often as they may, tries again.
    loading.catch(() => {
      if (kept?.metadata === loading) kept = undefined
    })
    return loading
  }
  return { url, metadata, fetchKeys: async (_, init) => fetch((await metadata()).jwks, init) }
}

const readMetadata = (value: unknown, issuer: string, allowHttp: boolean): IssuerMetadata => {
  const {
    issuer: said,
    jwks_uri: jwks,
    userinfo_endpoint: userInfo,
    token_endpoint: token,
  } = Object(value) as Record<string, unknown>
  // OIDC Discovery §4.3: metadata of another issuer are no metadata of this one.
  if (said !== issuer)
    throw new Error(`the metadata are of ${JSON.stringify(said)?.slice(0, 200)}, not of ${issuer}`)
  const problem = problemWithUrl(jwks, { allowHttp })
  if (problem !== undefined) throw new Error(`jwks_uri ${problem}`)
  return {
    jwks: String(jwks),
    userInfo: problemWithUrl(userInfo, { allowHttp }) ? undefined : String(userInfo),
    token: problemWithUrl(token, { allowHttp }) ? undefined : String(token),
  }
}
