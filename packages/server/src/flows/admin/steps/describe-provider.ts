import { type AdminProvider, paths } from '@latchkey/contract'
import { toMoment, toMomentOrNull } from '../../../model/time.js'
import type { BrowserSettings } from '../../../model/topology.js'
import type { StoredProvider } from '../../../ports/stored-providers.js'
import type { Provider } from '../../../sign-in/social/provider.js'
import { type OpenStoredProviderDeps, openStoredProvider } from '../../steps/open-stored-provider.js'

export interface DescribeProviderDeps extends OpenStoredProviderDeps {
  readonly browser: Pick<BrowserSettings, 'home'>
}

/** What must be registered at a provider, to the letter. */
export const redirectUriOf = ({ browser }: Pick<DescribeProviderDeps, 'browser'>, id: string): string =>
  `${browser.home}${paths.callback}/${id}`

/** A provider of the configuration, as operators see it. */
export const describeConfigured = (
  deps: DescribeProviderDeps,
  { id, name, clientIds, codeFlow }: Provider,
  hidesStored: boolean,
): AdminProvider => ({
  id,
  name,
  kind: null,
  source: 'configuration',
  hidesStored,
  enabled: true,
  problem: null,
  clientIds: [...clientIds],
  hasPages: codeFlow !== undefined,
  redirectUri: redirectUriOf(deps, id),
  options: null,
  secretsSetAt: { clientSecret: null, privateKey: null, eventToken: null },
  version: 0,
  updatedAt: null,
})

/** A provider that an operator set, as all of them see it. Its secrets are opened to see whether that is possible, and told to nobody. */
export const describeStored = (deps: DescribeProviderDeps, stored: StoredProvider): AdminProvider => {
  const { id, kind, options, enabled, version, secretsSetAt } = stored
  const opened = openStoredProvider(deps, stored)
  return {
    id,
    name: opened.provider?.name ?? options.name ?? id,
    kind,
    source: 'database',
    hidesStored: false,
    enabled,
    problem: opened.provider === undefined ? opened.problem : null,
    clientIds: [...(options.clientIds ?? [])],
    hasPages: opened.provider?.codeFlow !== undefined,
    redirectUri: redirectUriOf(deps, id),
    options,
    secretsSetAt: {
      clientSecret: toMomentOrNull(secretsSetAt.clientSecret ?? null),
      privateKey: toMomentOrNull(secretsSetAt.privateKey ?? null),
      eventToken: toMomentOrNull(secretsSetAt.eventToken ?? null),
    },
    version,
    updatedAt: toMoment(stored.updatedAt),
  }
}
