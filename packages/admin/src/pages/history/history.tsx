import { useMemo, useState } from 'react'
import { ToggleButton } from 'react-aria-components'
import { useChanged } from '../../app/changed.js'
import { useMay } from '../../app/operator.js'
import { useList } from '../../app/use-list.js'
import { useSettled } from '../../app/use-settled.js'
import { Choice, type Option } from '../../ui/choice.js'
import { Page } from '../../ui/page.js'
import { Refusal } from '../../ui/refusal.js'
import { SearchField } from '../../ui/search-field.js'
import { type HistoryQuery, readHistory } from './entry.js'
import { ExportHistory } from './export-history.js'
import { HistoryList } from './history-list.js'
import { ACTIONS, actionName } from './say-entry.js'
import { useFollowed } from './use-followed.js'

const TYPING_PAUSE_MS = 250
const HOUR_MS = 3_600_000

type Action = keyof typeof ACTIONS
type ActionChoice = 'all' | Action
const actions: readonly Option<ActionChoice>[] = [
  { value: 'all', label: 'Whatever was done' },
  // From here, not from the contract, which would bring its schemas along.
  ...(Object.keys(ACTIONS) as Action[]).map((value) => ({ value, label: actionName(value) })),
]
const outcomes = [
  { value: 'all', label: 'However it ended' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
] as const
const times = [
  { value: '0', label: 'At any time' },
  { value: '1', label: 'In the last hour' },
  { value: '24', label: 'In the last day' },
  { value: '168', label: 'In the last week' },
  { value: '720', label: 'In the last 30 days' },
] as const

/** What somebody typed names a user, a network, or whoever else does something. */
const whose = (typed: string): HistoryQuery => {
  if (typed === '') return {}
  if (typed.startsWith('usr_')) return { user: typed }
  return /^[\d.]+$|:/.test(typed) ? { network: typed } : { actor: typed }
}

const History = () => {
  const may = useMay()
  const changed = useChanged()
  const [typed, setTyped] = useState('')
  const [action, setAction] = useState<ActionChoice>('all')
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]['value']>('all')
  const [hours, setHours] = useState<(typeof times)[number]['value']>('0')
  const [isFollowing, setFollowing] = useState(false)
  const settled = useSettled(typed.trim(), TYPING_PAUSE_MS)
  const query = useMemo<HistoryQuery>(
    () => ({
      ...whose(settled),
      ...(action !== 'all' && { action }),
      ...(outcome !== 'all' && { outcome }),
      ...(hours !== '0' && { from: new Date(Date.now() - Number(hours) * HOUR_MS).toISOString() }),
    }),
    [settled, action, outcome, hours],
  )
  const list = useList(['history', query], (cursor) =>
    readHistory({ ...query, ...(cursor !== undefined && { cursor }) }),
  )
  const { entries: come, error } = useFollowed(query, isFollowing)
  // What came while the list was read is in both.
  const known = new Set(come.map(({ position }) => position))
  const shown = { ...list, items: [...come, ...list.items.filter(({ position }) => !known.has(position))] }
  return (
    <Page
      title="History"
      lead="Who did what to whom, from where, and how it ended. Nobody can change or remove an entry without it showing."
      actions={
        may('latchkey:audit.export') && (
          <ExportHistory from={query.from} onDone={() => void changed('history')} />
        )
      }
    >
      <div className="toolbar">
        <SearchField label="Id of a user or client, or a network" value={typed} onChange={setTyped} />
        <Choice label="Action" options={actions} value={action} onChange={setAction} />
        <Choice label="Outcome" options={outcomes} value={outcome} onChange={setOutcome} />
        <Choice label="Time" options={times} value={hours} onChange={setHours} />
        <ToggleButton className="button plain toggle" isSelected={isFollowing} onChange={setFollowing}>
          Follow live
        </ToggleButton>
      </div>
      <p role="status" className={isFollowing ? 'hint' : 'unseen'}>
        {isFollowing && (come.length === 0 ? 'Waiting for what comes.' : `${come.length} since you follow.`)}
      </p>
      {error !== undefined && <Refusal error={error} />}
      <HistoryList list={shown} empty="Nothing was noted that fits. Ask for less at once." />
    </Page>
  )
}

export default History
