import { paths } from '@latchkey/contract'
import { fetchDiscovery } from '../outbound/fetch-discovery.js'
import type { Provider } from '../sign-in/social/provider.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('providers')

interface Told {
  /** What it is called in what is found. */
  readonly label: string
  /** Where browsers reach Latchkey. */
  readonly home: string | undefined
}

/** Whether each provider answers, knows a client id of this shape, and where it must send people back. @param home where browsers reach Latchkey */
export const checkProviders = async (
  providers: readonly Provider[],
  home: string | undefined,
): Promise<readonly Finding[]> => {
  const findings: Finding[] = []
  for (const provider of providers)
    findings.push(...(await checkProvider(provider, { label: provider.id, home })))
  return findings
}

/** One of them. */
export const checkProvider = async (provider: Provider, told: Told): Promise<readonly Finding[]> => [
  ...(await checkReach(provider, told)),
  ...checkClientIds(provider, told),
  ...tellRedirect(provider, told),
]

const discoveredIssuer = ({ codeFlow, idTokens }: Provider): string | undefined => {
  if (codeFlow?.server.kind === 'discovered') return codeFlow.server.issuer
  return idTokens === undefined || idTokens.jwksUri !== undefined ? undefined : idTokens.issuers[0]
}

const checkReach = async (provider: Provider, { label }: Told): Promise<readonly Finding[]> => {
  const issuer = discoveredIssuer(provider)
  if (issuer === undefined || issuer.includes('{')) return []
  try {
    await fetchDiscovery(
      issuer,
      ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'],
      provider.codeFlow?.server.onlyPublic ?? provider.idTokens?.onlyPublic,
    )
    return [ok(`${label}: ${issuer} answers`)]
  } catch (failure) {
    return [
      error(
        `${label}: ${issuer} cannot be asked: ${failure instanceof Error ? failure.message : failure}`,
        'Correct the issuer, to the letter, and see that this machine may reach it.',
      ),
    ]
  }
}

/** What client ids of providers look like, at their own addresses. */
const SHAPES: readonly { readonly at: RegExp; readonly shape: RegExp; readonly like: string }[] = [
  {
    at: /\.google\.com$/,
    shape: /^\d+-[a-z0-9]+\.apps\.googleusercontent\.com$/,
    like: '1234-abc.apps.googleusercontent.com',
  },
  {
    at: /\.microsoftonline\.com$/,
    shape: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    like: 'a UUID: the application (client) ID',
  },
  { at: /^github\.com$/, shape: /^(?:Ov23|Iv\d|[0-9a-f]{20}$)/, like: 'Ov23li…' },
  { at: /(?:^|\.)facebook\.com$/, shape: /^\d{10,20}$/, like: 'the number of the app' },
  { at: /(?:^|\.)discord\.com$/, shape: /^\d{17,20}$/, like: 'a number of 17 to 20 digits' },
]

const PLACEHOLDER = /your|change|example|xxx|todo|<|…/i

const checkClientIds = (provider: Provider, { label }: Told): readonly Finding[] => {
  const host = hostOf(provider)
  const known = SHAPES.find(({ at }) => at.test(host))
  return provider.clientIds
    .filter((id) => PLACEHOLDER.test(id) || (known !== undefined && !known.shape.test(id)))
    .map((id) =>
      warning(
        `${label}: ${JSON.stringify(id)} does not look like a client id there`,
        `Copy it from the console of the provider${known === undefined ? '' : `. It reads like ${known.like}`}.`,
      ),
    )
}

const hostOf = ({ codeFlow, idTokens }: Provider): string => {
  const server = codeFlow?.server
  const address =
    server === undefined
      ? idTokens?.issuers[0]
      : server.kind === 'discovered'
        ? server.issuer
        : server.authorizationEndpoint
  return address !== undefined && URL.canParse(address) ? new URL(address).hostname : ''
}

const tellRedirect = ({ id, codeFlow }: Provider, { label, home }: Told): readonly Finding[] =>
  codeFlow === undefined || home === undefined
    ? []
    : [ok(`${label}: register ${home}${paths.callback}/${id} there as the redirect URI, to the letter`)]
