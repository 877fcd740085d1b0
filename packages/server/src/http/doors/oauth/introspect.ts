import { AuthError, introspectionRequest } from '@latchkey/contract'
import { authenticateClient } from '../../../flows/authenticate-client.js'
import { type IntrospectTokenDeps, introspectToken } from '../../../flows/introspect-token.js'
import type { Clients } from '../../../ports/clients.js'
import { answerJson } from '../../answer.js'
import { readClientCredentials } from '../../client-credentials.js'
import { parseParameters } from '../../parse-parameters.js'
import { readForm } from '../../read-form.js'

export type IntrospectDeps = IntrospectTokenDeps & { readonly clients: Clients }

/** `POST /oauth/introspect` (RFC 7662). Only for clients that can prove who they are (§2.1, §4). */
export const introspect = async (deps: IntrospectDeps, request: Request): Promise<Response> => {
  const form = await readForm(request)
  const client = await authenticateClient(deps, readClientCredentials(request, form))
  if (client.type === 'public') throw new AuthError('client_authentication_missing', { detail: client.id })
  const { token } = parseParameters(introspectionRequest, form)
  return answerJson(await introspectToken(deps, { client, token }))
}
