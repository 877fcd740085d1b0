import type { AdminUser } from '@latchkey/contract'
import { useState } from 'react'
import { Link } from 'wouter'
import { answerOf, api } from '../../app/ask.js'
import { useMay } from '../../app/operator.js'
import { useList } from '../../app/use-list.js'
import { useSettled } from '../../app/use-settled.js'
import { Button } from '../../ui/button.js'
import { Choice } from '../../ui/choice.js'
import { type Column, DataList } from '../../ui/data-list.js'
import { Moment } from '../../ui/moment.js'
import { Page } from '../../ui/page.js'
import { SearchField } from '../../ui/search-field.js'
import { Tag } from '../../ui/tag.js'
import { CreateUser } from './create-user.js'
import { RoleChoice } from './role-choice.js'
import { standingOf } from './standing.js'

const standings = [
  { value: 'all', label: 'Everybody' },
  { value: 'active', label: 'Active' },
  { value: 'suspended', label: 'Suspended' },
  { value: 'unconfirmed', label: 'Address unconfirmed' },
] as const
type Standing = (typeof standings)[number]['value']

const columns: readonly Column<AdminUser>[] = [
  {
    name: 'Name',
    isMain: true,
    show: ({ id, name, email }) => <Link href={`/${id}`}>{name ?? email ?? id}</Link>,
  },
  { name: 'Address', show: ({ email }) => email ?? <span className="quiet">none</span> },
  {
    name: 'Standing',
    show: (user) => {
      const { kind, word } = standingOf(user)
      return <Tag kind={kind}>{word}</Tag>
    },
  },
  { name: 'Roles', show: ({ roles }) => roles.join(', ') },
  { name: 'Since', show: ({ createdAt }) => <Moment at={createdAt} /> },
]

/** Searched as one types: a pause as long as a letter takes. */
const TYPING_PAUSE_MS = 150

export const UserList = () => {
  const may = useMay()
  const [typed, setTyped] = useState('')
  const [standing, setStanding] = useState<Standing>('all')
  const [role, setRole] = useState('')
  const [isCreating, setCreating] = useState(false)
  const q = useSettled(typed.trim(), TYPING_PAUSE_MS)
  const list = useList(['users', q, standing, role], (cursor) =>
    answerOf(
      api.GET('/admin/api/users', {
        params: {
          query: {
            ...(q !== '' && { q }),
            ...(standing !== 'all' && { status: standing }),
            ...(role !== '' && { role }),
            ...(cursor !== undefined && { cursor }),
          },
        },
      }),
    ),
  )
  return (
    <Page
      title="Users"
      actions={
        may('latchkey:users.write') && (
          <Button kind="main" onPress={() => setCreating(true)}>
            New user
          </Button>
        )
      }
    >
      <div className="toolbar">
        <SearchField label="Search by name, address or id" value={typed} onChange={setTyped} />
        <Choice label="Standing" options={standings} value={standing} onChange={setStanding} />
        <RoleChoice value={role} onChange={setRole} />
      </div>
      <DataList
        label="Users"
        list={list}
        columns={columns}
        idOf={({ id }) => id}
        empty={q === '' ? 'Nobody has signed up yet.' : 'Nobody is called so. Try the beginning of a word.'}
      />
      <CreateUser isOpen={isCreating} onClose={() => setCreating(false)} />
    </Page>
  )
}
