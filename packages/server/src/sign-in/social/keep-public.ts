import type { ProviderCalls, ProviderTokens } from '../../ports/provider-calls.js'
import type { Provider } from './provider.js'

/** The provider, asked nowhere but in the world: whatever its addresses lead to, and whatever it says itself that it is at. */
export const keepPublic = (provider: Provider): Provider => {
  const { idTokens, codeFlow, readAccessToken } = provider
  const readProfile = codeFlow?.readProfile
  return {
    ...provider,
    ...(idTokens !== undefined && { idTokens: { ...idTokens, onlyPublic: true as const } }),
    ...(codeFlow !== undefined && {
      codeFlow: {
        ...codeFlow,
        server: { ...codeFlow.server, onlyPublic: true as const },
        ...(readProfile !== undefined && {
          readProfile: (calls: ProviderCalls, tokens: ProviderTokens) => readProfile(asking(calls), tokens),
        }),
      },
    }),
    ...(readAccessToken !== undefined && {
      readAccessToken: (calls: ProviderCalls, accessToken: string) =>
        readAccessToken(asking(calls), accessToken),
    }),
  }
}

const asking = (calls: ProviderCalls): ProviderCalls => ({
  ...calls,
  ask: (question) => calls.ask({ ...question, onlyPublic: true }),
})
