import type { Database } from 'better-sqlite3'
import { createTodoId, type NewTodo, type Todo, type TodoChange, type TodoId, type TodoPage } from './todo.js'

/** Everybody's todos. Each verb takes the owner first: nothing here can be reached without saying whose it is. */
export interface TodoStore {
  list(owner: string, page: TodoPage): Todo[]
  add(owner: string, todo: NewTodo): Todo
  /** Undefined when this owner has no todo of that id, whether or not somebody else does. */
  change(owner: string, id: TodoId, change: TodoChange): Todo | undefined
  remove(owner: string, id: TodoId): 'removed' | 'not-found'
}

interface TodoRow {
  id: TodoId
  title: string
  done: 0 | 1
  created_at: number
  updated_at: number
}

export function createTodoStore(database: Database, now: () => number = Date.now): TodoStore {
  const list = database.prepare<[string, string, number], TodoRow>(
    'SELECT * FROM todos WHERE owner = ? AND id < ? ORDER BY id DESC LIMIT ?',
  )
  const add = database.prepare<[string, string, string, number, number], TodoRow>(
    'INSERT INTO todos (owner, id, title, created_at, updated_at) VALUES (?, ?, ?, ?, ?) RETURNING *',
  )
  const change = database.prepare<[string | null, number | null, number, string, string], TodoRow>(
    `UPDATE todos SET title = coalesce(?, title), done = coalesce(?, done), updated_at = ?
     WHERE owner = ? AND id = ? RETURNING *`,
  )
  const remove = database.prepare<[string, string]>('DELETE FROM todos WHERE owner = ? AND id = ?')

  return {
    list: (owner, { before = PAST_EVERY_ID, limit }) => list.all(owner, before, limit).map(toTodo),
    add(owner, { title }) {
      const time = now()
      const row = add.get(owner, createTodoId(time), title, time, time)
      if (row === undefined) throw new TypeError('SQLite returned no row for an INSERT … RETURNING')
      return toTodo(row)
    },
    change(owner, id, { title, done }) {
      const row = change.get(title ?? null, done === undefined ? null : Number(done), now(), owner, id)
      return row && toTodo(row)
    },
    remove: (owner, id) => (remove.run(owner, id).changes === 1 ? 'removed' : 'not-found'),
  }
}

/** Sorts after every id: `~` comes after all hex digits. */
const PAST_EVERY_ID = 'todo_~'

function toTodo(row: TodoRow): Todo {
  return {
    id: row.id,
    title: row.title,
    done: row.done === 1,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  }
}
