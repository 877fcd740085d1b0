import type { ProviderList } from '@latchkey/contract'
import type { Providers } from '../sign-in/social/provider.js'

export interface ListProvidersDeps {
  readonly providers: Providers
}

/** Whom people can sign in with by the provider's pages, in the order of the configuration. */
export const listProviders = ({ providers }: ListProvidersDeps): ProviderList => ({
  providers: providers().flatMap(({ id, name, codeFlow }) => (codeFlow === undefined ? [] : [{ id, name }])),
})
