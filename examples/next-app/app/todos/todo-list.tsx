'use client'

import { type FormEvent, useRef, useState } from 'react'
import { callProxy } from './call-proxy'
import type { Todo } from './todo'

/** Adds, ticks off and deletes todos through this app's own `/api/todos`: the browser holds no token. */
export function TodoList({ initial }: { initial: Todo[] }) {
  const [todos, setTodos] = useState(initial)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const [news, setNews] = useState('')
  const titleField = useRef<HTMLInputElement>(null)

  async function attempt(work: () => Promise<string>) {
    if (busy) return
    setBusy(true)
    setProblem('')
    try {
      setNews(await work())
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'Something went wrong. Try again.')
    } finally {
      setBusy(false)
    }
  }

  function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    return attempt(async () => {
      const todo = await callProxy<Todo>('POST', '', { title: new FormData(form).get('title') })
      setTodos((present) => [todo, ...present])
      form.reset()
      return `Added: ${todo.title}`
    })
  }

  const replace = (todo: Todo) =>
    setTodos((present) => present.map((each) => (each.id === todo.id ? todo : each)))

  const toggle = (todo: Todo) =>
    attempt(async () => {
      // Shown at once, and taken back if the API does not agree.
      replace({ ...todo, done: !todo.done })
      try {
        const changed = await callProxy<Todo>('PATCH', `/${todo.id}`, { done: !todo.done })
        replace(changed)
        return `${changed.done ? 'Done' : 'Not done'}: ${changed.title}`
      } catch (error) {
        replace(todo)
        throw error
      }
    })

  const remove = (todo: Todo) =>
    attempt(async () => {
      await callProxy<null>('DELETE', `/${todo.id}`)
      setTodos((present) => present.filter((each) => each.id !== todo.id))
      // The button that had the focus is gone: leave the keyboard somewhere useful.
      titleField.current?.focus()
      return `Deleted: ${todo.title}`
    })

  return (
    <>
      <form className="add-todo" onSubmit={add}>
        <label htmlFor="title">What needs doing?</label>
        <div className="add-todo-row">
          <input id="title" name="title" ref={titleField} required maxLength={200} autoComplete="off" />
          <button type="submit" className="button primary">
            Add
          </button>
        </div>
      </form>
      {problem && (
        <p className="notice bad" role="alert">
          {problem}
        </p>
      )}
      {todos.length === 0 ? (
        <p className="empty">Nothing to do. Add the first one above.</p>
      ) : (
        <ul className="todos" aria-busy={busy}>
          {todos.map((todo) => (
            <li key={todo.id} className={todo.done ? 'todo done' : 'todo'}>
              <label>
                <input type="checkbox" checked={todo.done} onChange={() => toggle(todo)} />
                <span>{todo.title}</span>
              </label>
              <button
                type="button"
                className="button quiet"
                aria-label={`Delete: ${todo.title}`}
                onClick={() => remove(todo)}
              >
                Delete
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="visually-hidden" role="status">
        {news}
      </p>
    </>
  )
}
