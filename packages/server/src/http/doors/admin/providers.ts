import { setProviderRequest } from '@latchkey/contract'
import { type RemoveProviderDeps, removeProvider } from '../../../flows/admin/remove-provider.js'
import { type SetProviderDeps, setProvider } from '../../../flows/admin/set-provider.js'
import { type TestProviderDeps, testProvider } from '../../../flows/admin/test-provider.js'
import { type ViewProvidersDeps, viewProvider, viewProviders } from '../../../flows/admin/view-providers.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { readReason } from '../../admin/read-reason.js'
import { answerDone, answerJson } from '../../answer.js'
import { readJson } from '../../read-json.js'

export type ProvidersDeps = ViewProvidersDeps & SetProviderDeps & RemoveProviderDeps & TestProviderDeps

/** `GET /admin/api/providers`, and what is below each. */
export const providers = {
  list: async (deps: ProvidersDeps): Promise<Response> => answerJson(await viewProviders(deps)),
  read: async (deps: ProvidersDeps, call: OperatorCall): Promise<Response> =>
    answerJson(await viewProvider(deps, call.part('id'))),
  set: async (deps: ProvidersDeps, call: OperatorCall): Promise<Response> => {
    const wish = await readJson(setProviderRequest, call.request)
    return answerJson(await setProvider(deps, call.operator, { id: call.part('id'), wish }))
  },
  test: async (deps: ProvidersDeps, call: OperatorCall): Promise<Response> =>
    answerJson(await testProvider(deps, call.operator, call.part('id'))),
  remove: async (deps: ProvidersDeps, call: OperatorCall): Promise<Response> => {
    await removeProvider(deps, call.operator, { id: call.part('id'), reason: await readReason(call) })
    return answerDone()
  },
}
