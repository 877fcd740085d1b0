import type { ReactNode } from 'react'
import { Button } from './button.js'
import { Empty } from './empty.js'
import { Loading } from './loading.js'
import { Refusal } from './refusal.js'

export interface Column<Item> {
  readonly name: string
  readonly show: (item: Item) => ReactNode
  /** Whether it goes first where there is little room. */
  readonly isMain?: boolean
  readonly isNumber?: boolean
}

/** What a list that is read page by page looks like at this moment; `useList` makes it. */
export interface ListState<Item> {
  readonly items: readonly Item[]
  readonly isLoading: boolean
  readonly error: unknown
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly loadMore: () => void
  readonly retry: () => void
}

/** As a name goes on within a sentence: `Sessions` → `sessions`, `API keys` stays. */
const withinSentence = (name: string): string =>
  /^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1)

/** A list of things: while it comes, when there is nothing, when it was refused, and page after page. */
export const DataList = <Item,>({
  label,
  list,
  columns,
  idOf,
  empty,
}: {
  readonly label: string
  readonly list: ListState<Item>
  readonly columns: readonly Column<Item>[]
  readonly idOf: (item: Item) => string
  readonly empty: ReactNode
}) => {
  if (list.error !== undefined && list.items.length === 0)
    return <Refusal error={list.error} onRetry={list.retry} />
  if (list.isLoading) return <Loading label={`Loading ${withinSentence(label)}`} />
  if (list.items.length === 0 && !list.hasMore)
    return <Empty title={`No ${withinSentence(label)}`}>{empty}</Empty>
  if (list.items.length === 0)
    return (
      // A page may be empty and not the last: how many rows are looked at for one is bounded.
      <Empty title={`No ${withinSentence(label)} among those looked at so far`}>
        <More list={list} />
      </Empty>
    )
  return (
    <div className="data-list">
      <table>
        <caption className="unseen">{label}</caption>
        <thead>
          <tr>
            {columns.map(({ name, isNumber }) => (
              <th key={name} scope="col" className={isNumber ? 'number' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list.items.map((item) => (
            <tr key={idOf(item)}>
              {columns.map(({ name, show, isMain, isNumber }) => (
                <td
                  key={name}
                  data-name={name}
                  className={[isMain ? 'main' : '', isNumber ? 'number' : ''].join(' ').trim() || undefined}
                >
                  {show(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {list.error !== undefined && <Refusal error={list.error} onRetry={list.retry} />}
      <More list={list} />
    </div>
  )
}

const More = <Item,>({ list }: { readonly list: ListState<Item> }) =>
  list.hasMore && (
    <div className="more">
      <Button onPress={list.loadMore} isDisabled={list.isLoadingMore}>
        {list.isLoadingMore ? 'Loading …' : 'Show more'}
      </Button>
    </div>
  )
