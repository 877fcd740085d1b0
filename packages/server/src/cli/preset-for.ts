import { paths } from '@latchkey/contract'
import { type Algorithm, auth0, type Issuer, keycloak, latchkey, oidc, okta } from '@latchkey/guard'
import { fetchDiscovery } from '../outbound/fetch-discovery.js'
import { CommandError } from './command-error.js'

/** What a guard is told of an issuer that has nothing special. */
export interface GivenIssuer {
  readonly issuer: string
  readonly audience: readonly string[]
  readonly algorithms?: readonly Algorithm[]
}

/** An issuer as a guard would trust it, and how one writes that. */
export interface WrittenIssuer {
  readonly issuer: Issuer
  readonly writtenAs: string
}

type Preset = keyof typeof presets

/** Those that are told nothing but where the issuer is and whom its tokens are for. */
const presets = {
  latchkey: { make: latchkey, optionsOf: (given: GivenIssuer) => given },
  oidc: { make: oidc, optionsOf: (given: GivenIssuer) => given },
  okta: { make: okta, optionsOf: (given: GivenIssuer) => given },
  auth0: {
    make: auth0,
    optionsOf: ({ issuer, ...given }: GivenIssuer) => ({
      ...given,
      domain: issuer.replace(/^https:\/\//, ''),
    }),
  },
  keycloak: {
    make: keycloak,
    optionsOf: ({ issuer, ...given }: GivenIssuer) => ({ ...given, realm: issuer }),
  },
} as const

/** @throws CommandError for a preset that is none of these */
export const writeIssuer = (preset: string, given: GivenIssuer): WrittenIssuer => {
  if (!isPreset(preset))
    throw new CommandError(
      `There is no preset ${preset} here.`,
      `Write one of ${Object.keys(presets).join(', ')}; for others, explainJwt takes the issuers of your guard.`,
    )
  const { make, optionsOf } = presets[preset]
  const options = optionsOf(given)
  return {
    issuer: (make as (options: unknown) => Issuer)(options),
    writtenAs: `createGuard({ issuers: [${preset}(${JSON.stringify(options)})] })`,
  }
}

const isPreset = (name: string): name is Preset => Object.hasOwn(presets, name)

/**
 * Which preset a guard would use: by its address where that tells; a Latchkey by where its endpoints are. Who cannot be asked is taken for one:
 * that is told by its keys.
 */
export const presetFor = async (issuer: string): Promise<Preset> => {
  const { hostname, pathname } = URL.canParse(issuer) ? new URL(issuer) : { hostname: '', pathname: '' }
  if (/\.auth0\.com$/.test(hostname)) return 'auth0'
  if (/\.(?:okta|oktapreview|okta-emea)\.com$/.test(hostname)) return 'okta'
  if (/\/realms\/[^/]+\/?$/.test(pathname)) return 'keycloak'
  try {
    const { token_endpoint, introspection_endpoint } = await fetchDiscovery(issuer, [])
    const isOurs =
      token_endpoint === issuer + paths.token && introspection_endpoint === issuer + paths.introspect
    return isOurs ? 'latchkey' : 'oidc'
  } catch {
    return 'latchkey'
  }
}
