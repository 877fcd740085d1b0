import type { AdminUserDetail, OperatorPermission } from '@latchkey/contract'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { Confirm } from '../../ui/confirm.js'

export type GraveAct =
  | 'impersonate'
  | 'suspend'
  | 'restore'
  | 'reset'
  | 'confirm'
  | 'unconfirm'
  | 'end-sessions'
  | 'delete'

interface Described {
  readonly act: GraveAct
  readonly label: string
  readonly permission: OperatorPermission
  readonly isPossible: (user: AdminUserDetail) => boolean
  readonly title: string
  readonly words: ReactNode
  /** Whether what they are called must be typed first. */
  readonly isFinal?: boolean
  readonly run: (id: string, reason: string) => Promise<unknown>
}

const at = (id: string, reason: string) => ({ params: { path: { id } }, body: { reason } })

/** Leaves the console for the app: nothing of what would follow here is for who they are now. */
const impersonate = async (id: string, reason: string): Promise<never> => {
  const { goTo } = await answerOf(api.POST('/admin/api/users/{id}/impersonate', at(id, reason)))
  location.assign(goTo)
  return new Promise(() => undefined)
}

const described: readonly Described[] = [
  {
    act: 'impersonate',
    label: 'Act as them',
    permission: 'latchkey:users.impersonate',
    isPossible: ({ suspendedAt, permissions }) =>
      suspendedAt === null && !permissions.some((permission) => permission.startsWith('latchkey:')),
    title: 'Act as this person?',
    words: (
      <p>
        This browser is signed in as them, for an hour at most. You see the app as they see it, and can change
        nothing about the account. They see that support is there. Stop leads back here.
      </p>
    ),
    run: impersonate,
  },
  {
    act: 'suspend',
    label: 'Suspend',
    permission: 'latchkey:users.write',
    isPossible: ({ suspendedAt }) => suspendedAt === null,
    title: 'Suspend this account?',
    words: (
      <p>They are signed out at once, everywhere, and cannot sign in until somebody restores the account.</p>
    ),
    run: (id, reason) => answerOf(api.POST('/admin/api/users/{id}/suspend', at(id, reason))),
  },
  {
    act: 'restore',
    label: 'Restore',
    permission: 'latchkey:users.write',
    isPossible: ({ suspendedAt }) => suspendedAt !== null,
    title: 'Restore this account?',
    words: <p>They can sign in again. Sessions that were ended stay ended.</p>,
    run: (id, reason) => answerOf(api.POST('/admin/api/users/{id}/restore', at(id, reason))),
  },
  {
    act: 'reset',
    label: 'Force a new password',
    permission: 'latchkey:users.write',
    isPossible: ({ email }) => email !== null,
    title: 'Force a new password?',
    words: <p>The password stops working, every session ends, and a message leads them to choose another.</p>,
    run: (id, reason) => answerOf(api.POST('/admin/api/users/{id}/password-reset', at(id, reason))),
  },
  {
    act: 'confirm',
    label: 'Confirm the address',
    permission: 'latchkey:users.write',
    isPossible: ({ email, emailConfirmedAt }) => email !== null && emailConfirmedAt === null,
    title: 'Confirm the address?',
    words: (
      <p>
        You vouch that the mailbox is theirs. Do it only when you know: whoever has proved an address owns the
        account.
      </p>
    ),
    run: (id, reason) => setConfirmed(id, true, reason),
  },
  {
    act: 'unconfirm',
    label: 'Take the confirmation back',
    permission: 'latchkey:users.write',
    isPossible: ({ emailConfirmedAt }) => emailConfirmedAt !== null,
    title: 'Take the confirmation of the address back?',
    words: <p>The address no longer finds this account until somebody has proved the mailbox again.</p>,
    run: (id, reason) => setConfirmed(id, false, reason),
  },
  {
    act: 'end-sessions',
    label: 'Sign out everywhere',
    permission: 'latchkey:sessions.end',
    isPossible: ({ sessions }) => sessions.length > 0,
    title: 'Sign them out everywhere?',
    words: <p>Every session ends at once, in every app and at every API. They can sign in again.</p>,
    run: (id, reason) => answerOf(api.POST('/admin/api/users/{id}/sessions/end', at(id, reason))),
  },
  {
    act: 'delete',
    label: 'Delete',
    permission: 'latchkey:users.delete',
    isPossible: () => true,
    title: 'Delete this account?',
    words: (
      <p>
        The account and everything that hangs on it is gone for good. The audit history keeps what was done.
      </p>
    ),
    isFinal: true,
    run: (id, reason) => answerOf(api.POST('/admin/api/users/{id}/delete', at(id, reason))),
  },
]

const setConfirmed = (id: string, confirmed: boolean, reason: string): Promise<unknown> =>
  answerOf(
    api.PUT('/admin/api/users/{id}/address-confirmation', {
      params: { path: { id } },
      body: { confirmed, reason },
    }),
  )

/** What can be done to somebody as they stand now, by whoever may. */
export const graveActsFor = (
  user: AdminUserDetail,
  may: (permission: OperatorPermission) => boolean,
): readonly Pick<Described, 'act' | 'label'>[] =>
  described.filter(({ permission, isPossible }) => may(permission) && isPossible(user))

/** Asks before an act, does it, and shows how the person stands then. */
export const GraveActs = ({
  user,
  act,
  onClose,
}: {
  readonly user: AdminUserDetail
  readonly act: GraveAct | undefined
  readonly onClose: () => void
}) => {
  const changed = useChanged()
  const [, navigate] = useLocation()
  const asked = described.find((one) => one.act === act)
  return (
    <Confirm
      title={asked?.title ?? ''}
      action={asked?.label ?? ''}
      mustType={asked?.isFinal === true ? (user.email ?? user.id) : undefined}
      isOpen={asked !== undefined}
      onClose={onClose}
      onConfirm={async (reason) => {
        if (asked === undefined) return
        await asked.run(user.id, reason)
        if (asked.isFinal === true) navigate('/')
        await changed('users', 'sessions', ...(asked.isFinal === true ? [] : ['user']))
      }}
    >
      {asked?.words}
    </Confirm>
  )
}
