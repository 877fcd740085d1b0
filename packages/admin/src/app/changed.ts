import { useQueryClient } from '@tanstack/react-query'

/** Has everything that is shown of these read again, `users`, `sessions`, …: and the history, for every act is in it. */
export const useChanged = (): ((...names: readonly string[]) => Promise<void>) => {
  const client = useQueryClient()
  return async (...names) => {
    await Promise.all([...names, 'history'].map((name) => client.invalidateQueries({ queryKey: [name] })))
  }
}
