import type { AdminUserDetail } from '@latchkey/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { answerOf, api } from '../../app/ask.js'
import { useMay } from '../../app/operator.js'
import { allAtOnce } from '../../ui/all-at-once.js'
import { Empty } from '../../ui/empty.js'
import { Facts } from '../../ui/facts.js'
import { Loading } from '../../ui/loading.js'
import { Moment } from '../../ui/moment.js'
import { Page } from '../../ui/page.js'
import { Refusal } from '../../ui/refusal.js'
import { Tag } from '../../ui/tag.js'
import { SessionTable } from '../session-table.js'
import { standingOf } from './standing.js'
import { UserActions } from './user-actions.js'
import { UserHistory } from './user-history.js'
import { UserIdentities } from './user-identities.js'
import { UserKeys } from './user-keys.js'

/** Everything that is known of one person. */
export const UserDetail = ({ id }: { readonly id: string }) => {
  const may = useMay()
  const { data, error, refetch } = useQuery({
    queryKey: ['user', id],
    queryFn: () => answerOf(api.GET('/admin/api/users/{id}', { params: { path: { id } } })),
  })
  if (data === undefined)
    return (
      <Page title="User">
        {error === null ? <Loading /> : <Refusal error={error} onRetry={() => void refetch()} />}
      </Page>
    )
  return (
    <Page
      title={data.name ?? data.email ?? data.id}
      lead={<Link href="/">All users</Link>}
      actions={<UserActions user={data} />}
    >
      <section className="card">
        <h2 className="unseen">Account</h2>
        <Facts facts={factsOf(data)} />
      </section>
      <section>
        <h2>Ways in</h2>
        <UserIdentities user={data} />
      </section>
      <section>
        <h2>Sessions</h2>
        {data.sessions.length === 0 ? (
          <Empty title="No live session" />
        ) : (
          <SessionTable
            label="Sessions"
            list={allAtOnce(data.sessions)}
            of={{ id, name: data.name ?? data.email ?? id }}
          />
        )}
      </section>
      <section>
        <h2>API keys</h2>
        <UserKeys user={data} />
      </section>
      {may('latchkey:audit.read') && (
        <section>
          <h2>History</h2>
          <UserHistory id={id} />
        </section>
      )}
    </Page>
  )
}

const factsOf = (user: AdminUserDetail) => {
  const { kind, word } = standingOf(user)
  return {
    Id: <code>{user.id}</code>,
    Standing: <Tag kind={kind}>{word}</Tag>,
    Address: user.email ?? 'none',
    Name: user.name ?? 'none',
    Roles: user.roles.length === 0 ? 'none' : user.roles.join(', '),
    Permissions: user.permissions.length === 0 ? 'none' : `${user.permissions.length}`,
    Password: user.hasPassword ? 'chosen' : 'none',
    'Signs in as': user.signInNames.length === 0 ? 'the address' : user.signInNames.join(', '),
    ...(user.djangoId !== null && { 'Django id': <code>{user.djangoId}</code> }),
    Since: <Moment at={user.createdAt} />,
    Changed: <Moment at={user.updatedAt} />,
    ...Object.fromEntries(
      Object.entries(user.profile).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  }
}
