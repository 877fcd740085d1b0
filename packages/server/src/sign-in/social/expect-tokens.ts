import { AuthError } from '@latchkey/contract'
import type { ProviderTokens, TokenAnswer } from '../../ports/provider-calls.js'
import type { Provider } from './provider.js'
import { providerUnreachable } from './provider-unreachable.js'

/** What a token endpoint gave. @throws AuthError `code_refused`, `sign_in_unavailable`, `provider_unreachable` */
export const expectTokens = ({ id }: Provider, answer: TokenAnswer): ProviderTokens => {
  switch (answer.outcome) {
    case 'granted':
      return answer.tokens
    case 'refused':
      throw new AuthError('code_refused', { detail: `${id}: ${answer.detail}` })
    case 'misconfigured':
      throw new AuthError('sign_in_unavailable', { detail: `${id}: ${answer.detail}` })
    case 'unreachable':
      throw providerUnreachable(id, answer)
  }
}
