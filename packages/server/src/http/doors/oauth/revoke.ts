import { revocationRequest } from '@latchkey/contract'
import { authenticateClient } from '../../../flows/authenticate-client.js'
import { type RevokeTokenDeps, revokeToken } from '../../../flows/revoke-token.js'
import type { Clients } from '../../../ports/clients.js'
import { readClientCredentials } from '../../client-credentials.js'
import { parseParameters } from '../../parse-parameters.js'
import { readForm } from '../../read-form.js'

export type RevokeDeps = RevokeTokenDeps & { readonly clients: Clients }

/** `POST /oauth/revoke` (RFC 7009). */
export const revoke = async (deps: RevokeDeps, request: Request): Promise<Response> => {
  const form = await readForm(request)
  const client = await authenticateClient(deps, readClientCredentials(request, form))
  const { token } = parseParameters(revocationRequest, form)
  await revokeToken(deps, { client, token })
  return new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } })
}
