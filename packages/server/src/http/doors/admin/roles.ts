import { type ListRolesDeps, listRoles } from '../../../flows/admin/list-roles.js'
import { answerJson } from '../../answer.js'

/** `GET /admin/api/roles`. */
export const roles = async (deps: ListRolesDeps): Promise<Response> => answerJson(await listRoles(deps))
