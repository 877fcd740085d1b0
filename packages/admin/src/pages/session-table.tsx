import type { AdminSession } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../app/ask.js'
import { useChanged } from '../app/changed.js'
import { useMay } from '../app/operator.js'
import { Button } from '../ui/button.js'
import { Confirm } from '../ui/confirm.js'
import { type Column, DataList, type ListState } from '../ui/data-list.js'
import { Moment } from '../ui/moment.js'
import { Tag } from '../ui/tag.js'
import { UserLink } from './user-link.js'

const deviceOf = ({ browser, system }: AdminSession): string =>
  [browser, system].filter((part) => part !== null).join(' on ') || 'unknown'

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
  const may = useMay()
  const changed = useChanged()
  const [ending, setEnding] = useState<AdminSession>()
  const columns: readonly Column<AdminSession>[] = [
    ...(of === undefined
      ? [{ name: 'User', isMain: true, show: ({ user }: AdminSession) => <UserLink user={user} /> }]
      : []),
    { name: 'Device', show: deviceOf },
    { name: 'Client', show: ({ client }) => client },
    {
      name: 'Proved by',
      show: ({ amr, actor }) => (actor === null ? amr.join(', ') : <Tag kind="warning">support</Tag>),
    },
    { name: 'Opened', show: ({ createdAt }) => <Moment at={createdAt} /> },
    { name: 'Last used', show: ({ lastUsedAt }) => <Moment at={lastUsedAt} /> },
    ...(may('latchkey:sessions.end')
      ? [
          {
            name: 'End',
            show: (session: AdminSession) => (
              <Button
                kind="quiet"
                aria-label={`End the session on ${deviceOf(session)}`}
                onPress={() => setEnding(session)}
              >
                End
              </Button>
            ),
          },
        ]
      : []),
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
      <Confirm
        title="End this session?"
        action="End the session"
        isOpen={ending !== undefined}
        onClose={() => setEnding(undefined)}
        onConfirm={async (reason) => {
          if (ending === undefined) return
          await answerOf(
            api.POST('/admin/api/sessions/{id}/end', {
              params: { path: { id: ending.id } },
              body: { reason },
            }),
          )
          await changed('sessions', 'user')
        }}
      >
        <p>Whoever uses it is signed out at once, in every app and at every API.</p>
      </Confirm>
    </>
  )
}
