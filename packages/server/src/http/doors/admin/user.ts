import { updateUserRequest } from '@latchkey/contract'
import { type DeleteUserDeps, deleteUser } from '../../../flows/admin/delete-user.js'
import { type ExportUserDeps, exportUser } from '../../../flows/admin/export-user.js'
import { type ReadUserDeps, readUser } from '../../../flows/admin/read-user.js'
import { type UpdateUserDeps, updateUser } from '../../../flows/admin/update-user.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { readReason } from '../../admin/read-reason.js'
import { answerDone, answerJson } from '../../answer.js'
import { readJson } from '../../read-json.js'

export type UserDeps = ReadUserDeps & UpdateUserDeps & DeleteUserDeps & ExportUserDeps

/** `GET` and `PATCH /admin/api/users/:id`, `POST …/delete`, `POST …/export`. */
export const user = {
  read: async (deps: UserDeps, call: OperatorCall): Promise<Response> =>
    answerJson(await readUser(deps, call.part('id'))),
  update: async (deps: UserDeps, call: OperatorCall): Promise<Response> => {
    const patch = await readJson(updateUserRequest, call.request)
    return answerJson(await updateUser(deps, call.operator, { id: call.part('id'), patch }))
  },
  delete: async (deps: UserDeps, call: OperatorCall): Promise<Response> => {
    await deleteUser(deps, call.operator, { id: call.part('id'), reason: await readReason(call) })
    return answerDone()
  },
  export: async (deps: UserDeps, call: OperatorCall): Promise<Response> => {
    const request = { id: call.part('id'), reason: await readReason(call) }
    return answerJson(await exportUser(deps, call.operator, request))
  },
}
