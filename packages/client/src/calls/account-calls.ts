import { type AccountExport, type AccountView, paths } from '@latchkey/contract'
import type { ClientParts } from '../connect-parts.js'
import type { LatchkeyClient } from '../latchkey-client.js'
import { expectAccount, expectSessions } from '../wire/expect-answer.js'
import { changeSession } from './change-session.js'

type AccountCalls<Profile> = Pick<
  LatchkeyClient<Profile>,
  | 'changePassword'
  | 'changeEmail'
  | 'confirmEmail'
  | 'readAccount'
  | 'updateAccount'
  | 'listSessions'
  | 'endSession'
  | 'exportAccount'
  | 'deleteAccount'
>

/** What a person does with their own account. */
export const accountCalls = <Profile>(parts: ClientParts<Profile>): AccountCalls<Profile> => {
  const { calls, keeper } = parts
  const { alter, whoIsShown } = changeSession(parts)
  return {
    changePassword: (body) =>
      alter({ method: 'POST', path: paths.changePassword, body, isMeantFor: whoIsShown() }, 'ended'),
    changeEmail: async (body) => {
      await calls.send({ method: 'POST', path: paths.changeEmail, body, isMeantFor: whoIsShown() })
    },
    confirmEmail: (body) =>
      alter({ method: 'POST', path: paths.confirmEmail, body, isMeantFor: whoIsShown() }, 'ended'),
    readAccount: async () => {
      const mark = keeper.mark()
      const account = expectAccount<AccountView<Profile>>(await calls.get(paths.account))
      keeper.takeUser(account.user, mark)
      return account
    },
    updateAccount: (body) => {
      const isMeantFor = whoIsShown()
      return keeper.change({
        send: async () =>
          expectAccount<AccountView<Profile>>(
            await calls.send({ method: 'PATCH', path: paths.account, body, isMeantFor }),
          ),
        settle: ({ user }) => keeper.takeUser(user, keeper.mark()),
      })
    },
    listSessions: async () => expectSessions(await calls.get(paths.accountSessions)),
    endSession: (id) => {
      const path = `${paths.accountSessions}/${encodeURIComponent(id)}`
      return alter({ method: 'DELETE', path, isMeantFor: whoIsShown() }, 'signed_out')
    },
    exportAccount: async () => expectAccount<AccountExport>(await calls.get(paths.accountExport)),
    deleteAccount: () =>
      alter({ method: 'DELETE', path: paths.account, isMeantFor: whoIsShown() }, 'signed_out'),
  }
}
