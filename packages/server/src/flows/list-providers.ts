import type { ProviderList } from '@latchkey/contract'
import type { Provider } from '../sign-in/social/provider.js'

export interface ListProvidersDeps {
  readonly providers: readonly Provider[]
}

/** Whom people can sign in with by the provider's pages, in the order of the configuration. */
export const listProviders = ({ providers }: ListProvidersDeps): ProviderList => ({
  providers: providers.flatMap(({ id, name, codeFlow }) => (codeFlow === undefined ? [] : [{ id, name }])),
})
