import { AuthError, type ErrorCode } from '@latchkey/contract'

const OUTAGES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['storage_unavailable', 'overloaded'])

/**
 * Asks whoever keeps what stands behind a form. An outage must not read as a bug, and still less as a form that is no good.
 *
 * @throws AuthError `issuer_unreachable`
 */
export async function askKeeper<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof AuthError && OUTAGES.has(error.code))) throw error
    throw new AuthError('issuer_unreachable', { detail: error.code, cause: error })
  }
}
