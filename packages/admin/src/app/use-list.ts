import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ListState } from '../ui/data-list.js'

/** How long until what happens by itself shows, where it is waited for. */
export const REFRESH_EVERY_MS = 5_000

/** A page of a list, and where the next one begins. */
export interface ListPage<Item> {
  readonly items: readonly Item[]
  readonly next?: string | null | undefined
}

/**
 * Reads a list page by page. What was shown stays while another search is on its way.
 *
 * @param key what the list is of, and everything it is asked by
 * @param refreshEvery in milliseconds, for what changes by itself
 */
export const useList = <Item>(
  key: readonly unknown[],
  readPage: (cursor: string | undefined) => Promise<ListPage<Item>>,
  refreshEvery?: number,
): ListState<Item> => {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => readPage(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: refreshEvery ?? false,
  })
  return {
    items: query.data?.pages.flatMap(({ items }) => items) ?? [],
    isLoading: query.isPending,
    error: query.error ?? undefined,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  }
}
