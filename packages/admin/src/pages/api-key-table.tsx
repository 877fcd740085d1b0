import type { AdminApiKey } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../app/ask.js'
import { useChanged } from '../app/changed.js'
import { useMay } from '../app/operator.js'
import { Button } from '../ui/button.js'
import { Confirm } from '../ui/confirm.js'
import { type Column, DataList, type ListState } from '../ui/data-list.js'
import { Moment } from '../ui/moment.js'
import { UserLink } from './user-link.js'

/** API keys, each of which may be ended. */
export const ApiKeyTable = ({
  list,
  isOfOne = false,
}: {
  readonly list: ListState<AdminApiKey>
  /** Whether all are one person's. */
  readonly isOfOne?: boolean
}) => {
  const may = useMay()
  const changed = useChanged()
  const [ending, setEnding] = useState<AdminApiKey>()
  const columns: readonly Column<AdminApiKey>[] = [
    {
      name: 'Key',
      isMain: true,
      show: ({ name, hint }) => (
        <>
          {name} <code className="quiet">…{hint}</code>
        </>
      ),
    },
    ...(isOfOne ? [] : [{ name: 'User', show: ({ user }: AdminApiKey) => <UserLink user={user} /> }]),
    { name: 'Scopes', show: ({ scopes }) => scopes.join(', ') },
    { name: 'Last used', show: ({ lastUsedAt }) => <Moment at={lastUsedAt} /> },
    { name: 'Ends', show: ({ expiresAt }) => <Moment at={expiresAt} /> },
    ...(may('latchkey:sessions.end')
      ? [
          {
            name: 'End',
            show: (key: AdminApiKey) => (
              <Button kind="quiet" aria-label={`End the key ${key.name}`} onPress={() => setEnding(key)}>
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
        label="API keys"
        list={list}
        columns={columns}
        idOf={({ id }) => id}
        empty="Nobody has made one."
      />
      <Confirm
        title={`End the key ${ending?.name ?? ''}?`}
        action="End the key"
        isOpen={ending !== undefined}
        onClose={() => setEnding(undefined)}
        onConfirm={async (reason) => {
          if (ending === undefined) return
          await answerOf(
            api.POST('/admin/api/api-keys/{id}/end', {
              params: { path: { id: ending.id } },
              body: { reason },
            }),
          )
          await changed('api-keys', 'user')
        }}
      >
        <p>Programs that use it are refused from now on.</p>
      </Confirm>
    </>
  )
}
