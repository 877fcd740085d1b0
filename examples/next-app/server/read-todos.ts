import type { Principal } from '../app/todos/principal-card'
import type { Todo } from '../app/todos/todo'
import { fetchTodoApi, TodoApiUnreachable } from './fetch-todo-api'

/** What the API shows of itself to one person. */
export type TodosView =
  | { status: 'read'; todos: Todo[]; principal: Principal }
  /** The API does not take the access token (any more). */
  | { status: 'refused' }
  | { status: 'unreachable' }

export async function readTodos(accessToken: string): Promise<TodosView> {
  try {
    const [list, me] = await Promise.all([
      fetchTodoApi(accessToken, '/todos'),
      fetchTodoApi(accessToken, '/me'),
    ])
    if (list.status === 401 || me.status === 401) return { status: 'refused' }
    if (!list.ok || !me.ok) return { status: 'unreachable' }
    const { todos } = await list.json()
    return { status: 'read', todos, principal: await me.json() }
  } catch (error) {
    if (error instanceof TodoApiUnreachable) return { status: 'unreachable' }
    throw error
  }
}
