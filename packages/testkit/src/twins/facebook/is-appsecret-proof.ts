import { createHmac } from 'node:crypto'
import type { FacebookProvider } from './create-facebook-provider.js'

/** A token, and the proof that whoever uses it knows the secret of the application it belongs to. */
export interface ProvedToken {
  readonly token: string
  readonly clientId: string
  readonly proof: string
}

/** https://developers.facebook.com/docs/graph-api/guides/secure-requests#appsecret_proof */
export const isAppsecretProof = (
  { clients }: FacebookProvider,
  { token, clientId, proof }: ProvedToken,
): boolean => {
  const secret = clients.get(clientId)?.secret
  return secret !== undefined && createHmac('sha256', secret).update(token).digest('hex') === proof
}
