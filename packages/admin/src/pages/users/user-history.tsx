import { useList } from '../../app/use-list.js'
import { readHistory } from '../history/entry.js'
import { HistoryList } from '../history/history-list.js'

/** What was done to one person, and what they did themselves. */
export const UserHistory = ({ id }: { readonly id: string }) => {
  const list = useList(['history', 'of', id], (cursor) =>
    readHistory({ user: id, ...(cursor !== undefined && { cursor }) }),
  )
  return <HistoryList list={list} empty="Nothing has been noted about them yet." />
}
