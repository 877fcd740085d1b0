import { algorithms } from '../jwt/algorithms.js'
import { problemWithUrl } from '../keys/web-url.js'

/** How an API describes itself to clients that have never heard of it (RFC 9728). */
export interface ResourceOptions {
  /** Its address, without query and fragment (§1.2): `https://api.example.com`. */
  readonly url: string
  /** Scopes a client may want to ask for. Default: not said. */
  readonly scopes?: readonly string[]
  /** For people. */
  readonly name?: string
  /** Where it is documented. */
  readonly documentation?: string
}

/** RFC 9728 §2, as far as a guard knows. */
export interface ResourceMetadata {
  readonly resource: string
  readonly authorization_servers: readonly string[]
  readonly bearer_methods_supported: readonly ['header']
  readonly dpop_signing_alg_values_supported?: readonly string[]
  readonly dpop_bound_access_tokens_required?: true
  readonly scopes_supported?: readonly string[]
  readonly resource_name?: string
  readonly resource_documentation?: string
}

/** The document, ready to be answered to `GET` at its path. It says nothing but what is public. */
export interface ResourceDocument {
  /** `/.well-known/oauth-protected-resource`, and behind it the path of the API (§3). */
  readonly path: string
  /** Where it is, whole: named in the challenge (§5.1). */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** To be sent as JSON. */
  readonly body: ResourceMetadata
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource'
/** Pages ask too, from any origin. */
const HEADERS = {
  'Content-Type': 'application/json',
  'Cache-Control': 'public, max-age=3600',
  'Access-Control-Allow-Origin': '*',
}

/** What a guard says of its API. */
export function describeResource(
  { url, scopes, name, documentation }: ResourceOptions,
  guard: {
    readonly issuers: readonly string[]
    /** Whether proofs of possession are accepted, and asked for. */
    readonly dpop: 'accepted' | 'required' | 'not accepted'
  },
): ResourceDocument {
  const { origin, pathname } = new URL(url)
  const path = WELL_KNOWN + (pathname === '/' ? '' : pathname)
  return {
    path,
    url: origin + path,
    headers: HEADERS,
    body: {
      resource: url,
      authorization_servers: guard.issuers,
      bearer_methods_supported: ['header'],
      ...(guard.dpop !== 'not accepted' && { dpop_signing_alg_values_supported: algorithms }),
      ...(guard.dpop === 'required' && { dpop_bound_access_tokens_required: true as const }),
      ...(scopes !== undefined && { scopes_supported: scopes }),
      ...(name !== undefined && { resource_name: name }),
      ...(documentation !== undefined && { resource_documentation: documentation }),
    },
  }
}

const NAMES: ReadonlySet<string> = new Set<keyof ResourceOptions>(['url', 'scopes', 'name', 'documentation'])
/** RFC 6749 §3.3 */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/** What is wrong with the options, each with what to do. */
export function problemsWithResource(
  options: ResourceOptions | undefined,
  { allowHttp }: { readonly allowHttp: boolean },
): string[] {
  if (options === undefined) return []
  if (typeof options !== 'object' || options === null)
    return [
      "resource must be { url: 'https://api.example.com' }, and may have scopes, name and documentation",
    ]
  const { url, scopes } = options
  const problems = Object.keys(options)
    .filter((name) => !NAMES.has(name))
    .map((name) => `there is no option ${JSON.stringify(`resource.${name}`)}`)
  const problem = problemWithUrl(url, { allowHttp })
  if (problem !== undefined) problems.push(`resource.url ${problem}`)
  else if (new URL(url).search !== '') problems.push('resource.url must not hold a query')
  if (
    scopes !== undefined &&
    !(Array.isArray(scopes) && scopes.every((one) => typeof one === 'string' && SCOPE.test(one)))
  )
    problems.push('resource.scopes must be a list of scope names')
  for (const name of ['name', 'documentation'] as const)
    if (options[name] !== undefined && typeof options[name] !== 'string')
      problems.push(`resource.${name} must be a text`)
  return problems
}
