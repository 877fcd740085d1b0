import type { ListState } from './data-list.js'

const nothing = (): void => {}

/** A list that came whole with something else. */
export const allAtOnce = <Item>(items: readonly Item[]): ListState<Item> => ({
  items,
  isLoading: false,
  error: undefined,
  hasMore: false,
  isLoadingMore: false,
  loadMore: nothing,
  retry: nothing,
})
