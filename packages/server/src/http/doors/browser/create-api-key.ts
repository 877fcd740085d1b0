import { createApiKeyRequest } from '@latchkey/contract'
import { type CreateApiKeyDeps, createApiKey as createApiKeyFlow } from '../../../flows/create-api-key.js'
import { answerJson } from '../../answer.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'
import { readJson } from '../../read-json.js'

const CREATED = 201

/** `POST /account/api-keys`: answers the key, this once. */
export const createApiKey = async (deps: CreateApiKeyDeps, call: BrowserCall): Promise<Response> => {
  const { current, locale } = requireSignedIn(call)
  const asked = await readJson(createApiKeyRequest, call.request)
  return answerJson(await createApiKeyFlow(deps, { current, asked, locale }), CREATED)
}
