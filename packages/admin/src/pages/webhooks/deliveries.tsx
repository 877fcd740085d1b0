import type { AdminDelivery } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { useMay } from '../../app/operator.js'
import { REFRESH_EVERY_MS, useList } from '../../app/use-list.js'
import { Button } from '../../ui/button.js'
import { Choice } from '../../ui/choice.js'
import { type Column, DataList } from '../../ui/data-list.js'
import { Moment } from '../../ui/moment.js'
import { Refusal } from '../../ui/refusal.js'
import { Tag } from '../../ui/tag.js'

const choices = [
  { value: 'all', label: 'All that are kept' },
  { value: 'waiting', label: 'On their way' },
  { value: 'delivered', label: 'Arrived' },
  { value: 'failed', label: 'Given up' },
] as const
type Which = (typeof choices)[number]['value']

const standingOf = ({ state, attempts }: AdminDelivery) => {
  if (state === 'delivered') return <Tag kind="good">arrived</Tag>
  if (state === 'failed') return <Tag kind="bad">given up</Tag>
  return attempts === 0 ? <Tag>waiting</Tag> : <Tag kind="warning">{`${attempts} failed`}</Tag>
}

const columns: readonly Column<AdminDelivery>[] = [
  {
    name: 'Event',
    isMain: true,
    show: ({ type, body }) => (
      <details>
        <summary>{type}</summary>
        <code>{body}</code>
      </details>
    ),
  },
  { name: 'Outcome', show: standingOf },
  { name: 'Happened', show: ({ createdAt }) => <Moment at={createdAt} /> },
  { name: 'Last attempt', show: ({ lastAttemptAt }) => <Moment at={lastAttemptAt} /> },
  {
    name: 'Next attempt',
    show: ({ nextAttemptAt }) => nextAttemptAt !== null && <Moment at={nextAttemptAt} />,
  },
  { name: 'Answer', show: ({ lastStatus, lastError }) => lastError ?? lastStatus },
]

/** What was sent to a webhook, and what waits. */
export const Deliveries = ({ webhook }: { readonly webhook: string }) => {
  const may = useMay()
  const changed = useChanged()
  const [which, setWhich] = useState<Which>('all')
  const [refused, setRefused] = useState<unknown>()
  const list = useList(
    ['deliveries', webhook, which],
    (cursor) =>
      answerOf(
        api.GET('/admin/api/webhooks/{id}/deliveries', {
          params: {
            path: { id: webhook },
            query: {
              ...(which !== 'all' && { state: which }),
              ...(cursor !== undefined && { cursor }),
            },
          },
        }),
      ),
    REFRESH_EVERY_MS,
  )
  const retry = async (delivery: string): Promise<void> => {
    setRefused(undefined)
    try {
      const path = { id: webhook, delivery }
      await answerOf(api.POST('/admin/api/webhooks/{id}/deliveries/{delivery}/retry', { params: { path } }))
      await changed('deliveries', 'webhook')
    } catch (error) {
      setRefused(error)
    }
  }
  const again: Column<AdminDelivery> = {
    name: 'Again',
    show: ({ id, type }) => (
      <Button kind="quiet" aria-label={`Send now: ${type}`} onPress={() => void retry(id)}>
        Send now
      </Button>
    ),
  }
  return (
    <>
      <div className="toolbar">
        <Choice label="Which" options={choices} value={which} onChange={setWhich} />
      </div>
      {refused !== undefined && <Refusal error={refused} />}
      <DataList
        label="Deliveries"
        list={list}
        columns={may('latchkey:webhooks.write') ? [...columns, again] : columns}
        idOf={({ id }) => id}
        empty="What happens from now on shows here."
      />
    </>
  )
}
