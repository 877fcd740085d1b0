import type { Guard, LatchkeyPrincipal } from '@latchkey/guard'
import { type ReadUserInfoDeps, readUserInfo } from '../../../flows/read-user-info.js'
import { answerJson } from '../../answer.js'

export type UserInfoDeps = ReadUserInfoDeps & { readonly guard: Guard<LatchkeyPrincipal> }

/** `GET` or `POST /oauth/userinfo` (OIDC Core §5.3). */
export const userInfo = async (deps: UserInfoDeps, request: Request): Promise<Response> => {
  const principal = await deps.guard.check(
    { authorization: request.headers.get('authorization') ?? undefined },
    { scopes: ['openid'] },
  )
  return answerJson(await readUserInfo(deps, principal))
}
