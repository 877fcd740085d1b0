import { useState } from 'react'
import { Button } from '../../ui/button.js'
import { type Column, DataList, type ListState } from '../../ui/data-list.js'
import { Moment } from '../../ui/moment.js'
import { Tag } from '../../ui/tag.js'
import type { ShownEntry } from './entry.js'
import { EntryDetails } from './entry-details.js'
import { EntrySentence } from './entry-sentence.js'

/** Entries of the history, each of which can be looked at as a whole. */
export const HistoryList = ({
  list,
  empty,
}: {
  readonly list: ListState<ShownEntry>
  readonly empty: string
}) => {
  const [shown, setShown] = useState<ShownEntry>()
  const columns: readonly Column<ShownEntry>[] = [
    { name: 'What', isMain: true, show: (entry) => <EntrySentence entry={entry} /> },
    {
      name: 'Outcome',
      show: ({ refusal }) =>
        refusal === null ? <Tag kind="good">done</Tag> : <Tag kind="bad">{refusal}</Tag>,
    },
    {
      name: 'From',
      show: ({ network }) => (
        <span className={network === null ? 'quiet' : 'unbroken'}>{network ?? 'unknown'}</span>
      ),
    },
    { name: 'When', show: ({ occurredAt }) => <Moment at={occurredAt} /> },
    {
      name: 'Details',
      show: (entry) => (
        <Button
          kind="quiet"
          aria-label={`Details of entry ${entry.position}`}
          onPress={() => setShown(entry)}
        >
          Details
        </Button>
      ),
    },
  ]
  return (
    <>
      <DataList
        label="Entries"
        list={list}
        columns={columns}
        idOf={({ position }) => `${position}`}
        empty={empty}
      />
      <EntryDetails entry={shown} onClose={() => setShown(undefined)} />
    </>
  )
}
