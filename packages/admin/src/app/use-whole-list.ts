import { useQuery } from '@tanstack/react-query'
import { allAtOnce } from '../ui/all-at-once.js'
import type { ListState } from '../ui/data-list.js'

/** Reads a list that comes whole. */
export const useWholeList = <Item>(
  key: readonly unknown[],
  read: () => Promise<{ readonly items: readonly Item[] }>,
): ListState<Item> => {
  const { data, error, isPending, refetch } = useQuery({ queryKey: key, queryFn: read })
  return {
    ...allAtOnce(data?.items ?? []),
    isLoading: isPending,
    error: error ?? undefined,
    retry: () => void refetch(),
  }
}
