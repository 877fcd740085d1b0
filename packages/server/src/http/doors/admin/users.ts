import { adminUserQuery, createUserRequest, USUAL_ON_A_PAGE } from '@latchkey/contract'
import { type CreateUserDeps, createUser } from '../../../flows/admin/create-user.js'
import { type ListUsersDeps, listUsers } from '../../../flows/admin/list-users.js'
import { type AnswerOnceDeps, answerOnce } from '../../admin/answer-once.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { readListQuery } from '../../admin/read-list-query.js'
import { answerJson } from '../../answer.js'
import { readJson } from '../../read-json.js'

export type UsersDeps = ListUsersDeps & CreateUserDeps & AnswerOnceDeps

/** `GET` and `POST /admin/api/users`. */
export const users = {
  list: async (deps: UsersDeps, { request }: OperatorCall): Promise<Response> => {
    const asked = readListQuery(adminUserQuery, request)
    const { cursor, limit = USUAL_ON_A_PAGE, q, status, role, provider, createdFrom, createdBefore } = asked
    const filter = {
      search: q,
      status,
      role,
      provider,
      createdFrom: createdFrom === undefined ? undefined : Date.parse(createdFrom),
      createdBefore: createdBefore === undefined ? undefined : Date.parse(createdBefore),
    }
    return answerJson(await listUsers(deps, filter, { cursor, limit }))
  },
  create: (deps: UsersDeps, call: OperatorCall): Promise<Response> =>
    answerOnce(deps, call, async (request, claim) => {
      const wish = await readJson(createUserRequest, request)
      return createUser(deps, call.operator, { wish, claim, locale: call.locale })
    }),
}
