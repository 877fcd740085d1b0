import type { AdminApiKey } from '@latchkey/contract'
import { answerOf, api } from '../app/ask.js'
import { type Column, DataList, type ListState } from '../ui/data-list.js'
import { Moment } from '../ui/moment.js'
import { useEnding } from './use-ending.js'
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
  const ending = useEnding<AdminApiKey>({
    nameOf: ({ name }) => `the key ${name}`,
    consequence: 'Programs that use it are refused from now on.',
    end: ({ id }, reason) =>
      answerOf(api.POST('/admin/api/api-keys/{id}/end', { params: { path: { id } }, body: { reason } })),
    changes: ['api-keys', 'user'],
  })
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
    ...ending.columns,
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
      {ending.question}
    </>
  )
}
