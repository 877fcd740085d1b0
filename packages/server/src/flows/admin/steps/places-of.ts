import type { StoredProvider } from '../../../ports/stored-providers.js'

/** Where a provider is asked, and so where its secret goes: alike for two that are one place. */
export const placesOf = ({ kind, options }: Pick<StoredProvider, 'kind' | 'options'>): string => {
  const { issuer, domain, realmUrl, baseUrl, apiUrl } = options
  return JSON.stringify([kind, issuer, domain, realmUrl, baseUrl, apiUrl].map((place) => place ?? null))
}
