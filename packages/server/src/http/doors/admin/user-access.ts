import { changeRolesRequest, confirmAddressRequest } from '@latchkey/contract'
import { type ChangeRolesDeps, changeRoles } from '../../../flows/admin/change-roles.js'
import { type ConfirmUserAddressDeps, confirmUserAddress } from '../../../flows/admin/confirm-address.js'
import { type EndUserSessionsDeps, endUserSessions } from '../../../flows/admin/end-user-sessions.js'
import { type ForcePasswordResetDeps, forcePasswordReset } from '../../../flows/admin/force-password-reset.js'
import { type RestoreUserDeps, restoreUser } from '../../../flows/admin/restore-user.js'
import { type SuspendUserDeps, suspendUser } from '../../../flows/admin/suspend-user.js'
import { type UnlinkUserIdentityDeps, unlinkUserIdentity } from '../../../flows/admin/unlink-user-identity.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { readReason } from '../../admin/read-reason.js'
import { answerDone, answerJson } from '../../answer.js'
import { readJson } from '../../read-json.js'

export type UserAccessDeps = ChangeRolesDeps &
  ConfirmUserAddressDeps &
  EndUserSessionsDeps &
  ForcePasswordResetDeps &
  RestoreUserDeps &
  SuspendUserDeps &
  UnlinkUserIdentityDeps

/** What somebody may do and how they get in: everything below `/admin/api/users/:id` that changes that. */
export const userAccess = {
  changeRoles: async (deps: UserAccessDeps, call: OperatorCall): Promise<Response> => {
    const asked = await readJson(changeRolesRequest, call.request)
    return answerJson(await changeRoles(deps, call.operator, { ...asked, id: call.part('id') }))
  },
  confirmAddress: async (deps: UserAccessDeps, call: OperatorCall): Promise<Response> => {
    const asked = await readJson(confirmAddressRequest, call.request)
    return answerJson(await confirmUserAddress(deps, call.operator, { ...asked, id: call.part('id') }))
  },
  suspend: async (deps: UserAccessDeps, call: OperatorCall): Promise<Response> => {
    const request = { id: call.part('id'), reason: await readReason(call) }
    return answerJson(await suspendUser(deps, call.operator, request))
  },
  restore: async (deps: UserAccessDeps, call: OperatorCall): Promise<Response> => {
    const request = { id: call.part('id'), reason: await readReason(call) }
    return answerJson(await restoreUser(deps, call.operator, request))
  },
  forcePasswordReset: async (deps: UserAccessDeps, call: OperatorCall): Promise<Response> => {
    const request = { id: call.part('id'), reason: await readReason(call), locale: call.locale }
    return answerJson(await forcePasswordReset(deps, call.operator, request))
  },
  unlinkIdentity: async (deps: UserAccessDeps, call: OperatorCall): Promise<Response> => {
    const reason = await readReason(call)
    const { locale } = call
    const request = { id: call.part('id'), identity: call.part('identity'), reason, locale }
    await unlinkUserIdentity(deps, call.operator, request)
    return answerDone()
  },
  endSessions: async (deps: UserAccessDeps, call: OperatorCall): Promise<Response> => {
    const request = { id: call.part('id'), reason: await readReason(call) }
    return answerJson(await endUserSessions(deps, call.operator, request))
  },
}
