import { openProviderSecrets } from '../../forms/provider-secrets.js'
import type { Secrets } from '../../ports/secrets.js'
import type { StoredProvider } from '../../ports/stored-providers.js'
import type { MakeProvider } from '../../sign-in/social/live-providers.js'
import type { Provider } from '../../sign-in/social/provider.js'

export interface OpenStoredProviderDeps {
  readonly secrets: Secrets
  readonly makeProvider: MakeProvider
}

/** A provider out of the database, or why there is none: sealed under a secret that is gone, or refused by rules that are stricter now. */
export type OpenedProvider =
  | { readonly provider: Provider }
  | { readonly provider: undefined; readonly problem: string }

export const openStoredProvider = (
  { secrets, makeProvider }: OpenStoredProviderDeps,
  stored: StoredProvider,
): OpenedProvider => {
  let held: ReturnType<typeof openProviderSecrets>
  try {
    held = openProviderSecrets(secrets, stored)
  } catch {
    return {
      provider: undefined,
      problem: 'Its secrets cannot be opened with the secrets of this server. Give them again.',
    }
  }
  const made = makeProvider({ ...stored, secrets: held })
  if (made.provider !== undefined) return made
  const [first] = made.mistakes
  return { provider: undefined, problem: `${first?.at}: ${first?.problem}. ${first?.fix}` }
}
