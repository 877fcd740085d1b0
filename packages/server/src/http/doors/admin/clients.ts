import { createClientRequest, rotateSecretRequest, updateClientRequest } from '@latchkey/contract'
import { type CreateClientDeps, createClient } from '../../../flows/admin/create-client.js'
import { type ListClientsDeps, listClients, readClient } from '../../../flows/admin/list-clients.js'
import { type RemoveClientDeps, removeClient } from '../../../flows/admin/remove-client.js'
import { type RotateClientSecretDeps, rotateClientSecret } from '../../../flows/admin/rotate-client-secret.js'
import { type UpdateClientDeps, updateClient } from '../../../flows/admin/update-client.js'
import { type AnswerOnceDeps, answerOnce } from '../../admin/answer-once.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { readReason } from '../../admin/read-reason.js'
import { answerDone, answerJson } from '../../answer.js'
import { readJson } from '../../read-json.js'

export type ClientsDeps = ListClientsDeps &
  CreateClientDeps &
  UpdateClientDeps &
  RotateClientSecretDeps &
  RemoveClientDeps &
  AnswerOnceDeps

/** `GET` and `POST /admin/api/clients`, and what is below each. */
export const clients = {
  list: async (deps: ClientsDeps): Promise<Response> => answerJson(await listClients(deps)),
  read: async (deps: ClientsDeps, call: OperatorCall): Promise<Response> =>
    answerJson(await readClient(deps, call.part('id'))),
  create: (deps: ClientsDeps, call: OperatorCall): Promise<Response> =>
    answerOnce(deps, call, async (request, claim) => {
      const wish = await readJson(createClientRequest, request)
      return createClient(deps, call.operator, { wish, claim })
    }),
  update: async (deps: ClientsDeps, call: OperatorCall): Promise<Response> => {
    const patch = await readJson(updateClientRequest, call.request)
    return answerJson(await updateClient(deps, call.operator, { id: call.part('id'), patch }))
  },
  rotateSecret: async (deps: ClientsDeps, call: OperatorCall): Promise<Response> => {
    const asked = await readJson(rotateSecretRequest, call.request)
    return answerJson(await rotateClientSecret(deps, call.operator, { ...asked, id: call.part('id') }))
  },
  remove: async (deps: ClientsDeps, call: OperatorCall): Promise<Response> => {
    await removeClient(deps, call.operator, { id: call.part('id'), reason: await readReason(call) })
    return answerDone()
  },
}
