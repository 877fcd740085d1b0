import { AuthError } from '@latchkey/contract'
import type { Unreachable } from '../../ports/provider-calls.js'

/** A provider that could not be asked, as it is told: `provider_unreachable`. */
export const providerUnreachable = (providerId: string, { detail, cause }: Unreachable): AuthError =>
  new AuthError('provider_unreachable', { detail: `${providerId}: ${detail}`, cause })
