import { paths } from '@latchkey/contract'
import type { ClientParts } from '../connect-parts.js'
import type { LatchkeyClient } from '../latchkey-client.js'
import { expectApiKeys, expectNewApiKey } from '../wire/expect-answer.js'
import { changeSession } from './change-session.js'

type ApiKeyCalls<Profile> = Pick<
  LatchkeyClient<Profile>,
  'listApiKeys' | 'createApiKey' | 'endApiKey' | 'endApiKeys'
>

/** What programs of a person hold. */
export const apiKeyCalls = <Profile>(parts: ClientParts<Profile>): ApiKeyCalls<Profile> => {
  const { calls } = parts
  const { whoIsShown } = changeSession(parts)
  const path = paths.accountApiKeys
  return {
    listApiKeys: async () => expectApiKeys(await calls.get(path)),
    createApiKey: async (body) =>
      expectNewApiKey(await calls.send({ method: 'POST', path, body, isMeantFor: whoIsShown() })),
    endApiKey: async (id) =>
      expectApiKeys(
        await calls.send({
          method: 'DELETE',
          path: `${path}/${encodeURIComponent(id)}`,
          isMeantFor: whoIsShown(),
        }),
      ),
    endApiKeys: async () =>
      expectApiKeys(await calls.send({ method: 'DELETE', path, isMeantFor: whoIsShown() })),
  }
}
