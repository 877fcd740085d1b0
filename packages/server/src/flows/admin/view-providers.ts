import { type AdminProvider, type AdminProviderList, AuthError } from '@latchkey/contract'
import type { StoredProviders } from '../../ports/stored-providers.js'
import type { LiveProviders } from '../../sign-in/social/live-providers.js'
import { type DescribeProviderDeps, describeConfigured, describeStored } from './steps/describe-provider.js'

export interface ViewProvidersDeps extends DescribeProviderDeps {
  readonly liveProviders: Pick<LiveProviders, 'configured'>
  readonly storedProviders: Pick<StoredProviders, 'list' | 'find'>
}

/** All of them, those of the configuration first: where both name one, that is the one that counts. */
export const viewProviders = async (deps: ViewProvidersDeps): Promise<AdminProviderList> => {
  const stored = await deps.storedProviders.list()
  const { configured } = deps.liveProviders
  const isHidden = (id: string): boolean => configured.some((provider) => provider.id === id)
  return {
    items: [
      ...configured.map((provider) =>
        describeConfigured(
          deps,
          provider,
          stored.some(({ id }) => id === provider.id),
        ),
      ),
      ...stored.filter(({ id }) => !isHidden(id)).map((provider) => describeStored(deps, provider)),
    ],
    next: null,
  }
}

/** One of them. @throws AuthError `target_unknown` */
export const viewProvider = async (deps: ViewProvidersDeps, id: string): Promise<AdminProvider> => {
  const stored = await deps.storedProviders.find(id)
  const configured = deps.liveProviders.configured.find((provider) => provider.id === id)
  if (configured !== undefined) return describeConfigured(deps, configured, stored !== undefined)
  if (stored === undefined) throw new AuthError('target_unknown')
  return describeStored(deps, stored)
}
