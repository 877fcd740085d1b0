import { rotateKeyRequest } from '@latchkey/contract'
import { type ListSigningKeysDeps, listSigningKeys } from '../../../flows/admin/list-signing-keys.js'
import { type RotateKeyDeps, rotateKey } from '../../../flows/admin/rotate-key.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { answerJson } from '../../answer.js'
import { readJson } from '../../read-json.js'

export type SigningKeysDeps = ListSigningKeysDeps & RotateKeyDeps

/** `GET /admin/api/signing-keys` and `POST /admin/api/signing-keys/rotate`. */
export const signingKeys = {
  list: async (deps: SigningKeysDeps): Promise<Response> => answerJson(await listSigningKeys(deps)),
  rotate: async (deps: SigningKeysDeps, call: OperatorCall): Promise<Response> =>
    answerJson(await rotateKey(deps, call.operator, await readJson(rotateKeyRequest, call.request))),
}
