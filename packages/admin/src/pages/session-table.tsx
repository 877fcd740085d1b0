import type { AdminSession } from '@latchkey/contract'
import { answerOf, api } from '../app/ask.js'
import { type Column, DataList, type ListState } from '../ui/data-list.js'
import { Moment } from '../ui/moment.js'
import { Tag } from '../ui/tag.js'
import { useEnding } from './use-ending.js'
import { UserLink } from './user-link.js'

const deviceOf = ({ browser, system }: AdminSession): string =>
  [browser, system].filter((part) => part !== null).join(' on ') || 'unknown'

/** By what somebody has proved who they are (RFC 8176), as people say it. */
const PROOFS: Readonly<Record<string, string>> = {
  pwd: 'password',
  fed: 'provider',
  otp: 'code',
  mfa: 'two proofs',
  hwk: 'security key',
}

/** Live sessions, each of which may be ended. */
export const SessionTable = ({
  label,
  list,
  of,
}: {
  readonly label: string
  readonly list: ListState<AdminSession>
  /** Whose they are, when all are one person's. */
  readonly of?: { readonly id: string; readonly name: string }
}) => {
  const ending = useEnding<AdminSession>({
    nameOf: (session) => `the session on ${deviceOf(session)}`,
    consequence: 'Whoever uses it is signed out at once, in every app and at every API.',
    end: ({ id }, reason) =>
      answerOf(api.POST('/admin/api/sessions/{id}/end', { params: { path: { id } }, body: { reason } })),
    changes: ['sessions', 'user'],
  })
  const columns: readonly Column<AdminSession>[] = [
    ...(of === undefined
      ? [{ name: 'User', isMain: true, show: ({ user }: AdminSession) => <UserLink user={user} /> }]
      : []),
    { name: 'Device', show: deviceOf },
    { name: 'Client', show: ({ client }) => client },
    {
      name: 'Proved by',
      show: ({ amr, actor }) =>
        actor === null ? (
          amr.map((proof) => PROOFS[proof] ?? proof).join(', ')
        ) : (
          <Tag kind="warning">support</Tag>
        ),
    },
    { name: 'Opened', show: ({ createdAt }) => <Moment at={createdAt} /> },
    { name: 'Last used', show: ({ lastUsedAt }) => <Moment at={lastUsedAt} /> },
    ...ending.columns,
  ]
  return (
    <>
      <DataList
        label={label}
        list={list}
        columns={columns}
        idOf={({ id }) => id}
        empty="Nobody is signed in."
      />
      {ending.question}
    </>
  )
}
