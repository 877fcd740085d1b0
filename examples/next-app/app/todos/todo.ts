/** A todo as the API answers it. */
export interface Todo {
  id: string
  title: string
  done: boolean
  createdAt: string
  updatedAt: string
}
