import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { readAccess } from '../../auth'
import { readTodos } from '../../server/read-todos'
import { PersonBar } from './person-bar'
import { PrincipalCard } from './principal-card'
import { TodoList } from './todo-list'
import { Unavailable } from './unavailable'

export const metadata: Metadata = { title: 'Your todos' }

/** A server component: it reads the todos with the access token, and hands on only the todos. */
export default async function TodosPage() {
  const access = await readAccess()
  if (access.status === 'signed-out') redirect('/')
  if (access.status === 'ended') redirect('/auth/ended')
  if (access.status === 'unavailable') return <Unavailable what="The sign-in service" />

  const view = await readTodos(access.accessToken)
  if (view.status === 'refused') redirect('/auth/ended')
  return (
    <>
      <PersonBar user={access.user} />
      {view.status === 'unreachable' ? (
        <Unavailable what="The todo API" />
      ) : (
        <div className="signed-in">
          <section className="card" aria-labelledby="todos">
            <h2 id="todos">Your todos</h2>
            <TodoList initial={view.todos} />
          </section>
          <PrincipalCard principal={view.principal} />
        </div>
      )}
    </>
  )
}
