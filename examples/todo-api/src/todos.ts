import { accept, acceptBody, acceptQuery } from './accept.js'
import { Refusal } from './refusal.js'
import { newTodo, type Todo, todoChange, todoId, todoPage } from './todo.js'
import type { TodoStore } from './todo-store.js'

/** What the API does, for every framework: input as it came in, an answer or a refusal out. The owner is who the guard says. */
export interface Todos {
  /** @param url with the query */
  list(owner: string, url: string): { todos: Todo[]; next?: string }
  add(owner: string, body: unknown): Todo
  change(owner: string, id: unknown, body: unknown): Todo
  remove(owner: string, id: unknown): void
}

export const createTodos = (store: TodoStore): Todos => ({
  list(owner, url) {
    const page = acceptQuery(todoPage, url)
    const todos = store.list(owner, page)
    // A full page may have another behind it: ask again with `before` set to this.
    const next = todos.length === page.limit ? todos.at(-1)?.id : undefined
    return { todos, ...(next && { next }) }
  },
  add: (owner, body) => store.add(owner, acceptBody(newTodo, body)),
  change(owner, id, body) {
    const todo = store.change(owner, accept(todoId, id, 'id'), acceptBody(todoChange, body))
    if (todo === undefined) throw noSuchTodo()
    return todo
  },
  remove(owner, id) {
    if (store.remove(owner, accept(todoId, id, 'id')) === 'not-found') throw noSuchTodo()
  },
})

/** Somebody else's todo answers exactly like one that never was: a 403 would tell that it exists. */
const noSuchTodo = () => new Refusal('not_found', 'You have no todo with this id.')
