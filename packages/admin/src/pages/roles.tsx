import type { RoleList } from '@latchkey/contract'
import { answerOf, api } from '../app/ask.js'
import { useWholeList } from '../app/use-whole-list.js'
import { type Column, DataList } from '../ui/data-list.js'
import { Page } from '../ui/page.js'
import { Tag } from '../ui/tag.js'

type Role = RoleList['items'][number]

const columns: readonly Column<Role>[] = [
  {
    name: 'Role',
    isMain: true,
    show: ({ name, builtIn }) => (
      <>
        {name} {builtIn && <Tag>built in</Tag>}
      </>
    ),
  },
  {
    name: 'Gives',
    show: ({ permissions }) =>
      permissions.length === 0 ? <span className="quiet">nothing</span> : permissions.join(', '),
  },
  {
    name: 'Held by',
    isNumber: true,
    show: ({ holders, moreHolders }) => `${holders}${moreHolders ? '+' : ''}`,
  },
]

const Roles = () => {
  const list = useWholeList(['roles'], () => answerOf(api.GET('/admin/api/roles')))
  return (
    <Page
      title="Roles and scopes"
      lead="Roles and what they give are named in the configuration, where they are reviewed like code. Who has them is decided on the page of each user; which scopes a client may ask for, on the page of each client."
    >
      <DataList
        label="Roles"
        list={list}
        columns={columns}
        idOf={({ name }) => name}
        empty="None is configured."
      />
    </Page>
  )
}

export default Roles
