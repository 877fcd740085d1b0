import type { MailList } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../app/ask.js'
import { useChanged } from '../app/changed.js'
import { useMay } from '../app/operator.js'
import { useWholeList } from '../app/use-whole-list.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { type Column, DataList } from '../ui/data-list.js'
import { Moment } from '../ui/moment.js'
import { Page } from '../ui/page.js'
import { Refusal } from '../ui/refusal.js'
import { Tag } from '../ui/tag.js'
import { sayMailKind } from './mail-kinds.js'

type Mail = MailList['items'][number]

const choices = [
  { value: 'waiting', label: 'On their way' },
  { value: 'failed', label: 'Given up' },
  { value: 'all', label: 'All that are kept' },
] as const
type Which = (typeof choices)[number]['value']

const outcomeOf = ({ outcome, attempts }: Mail) => {
  if (outcome === 'sent') return <Tag kind="good">sent</Tag>
  if (outcome === 'failed') return <Tag kind="bad">given up</Tag>
  if (outcome === 'needless') return <Tag>needless</Tag>
  return (
    <Tag kind={attempts === 0 ? 'plain' : 'warning'}>{attempts === 0 ? 'waiting' : `${attempts} failed`}</Tag>
  )
}

const OutgoingMail = () => {
  const may = useMay()
  const changed = useChanged()
  const [which, setWhich] = useState<Which>('waiting')
  const [refused, setRefused] = useState<unknown>()
  const list = useWholeList(['mail', which], () =>
    answerOf(api.GET('/admin/api/mail', { params: { query: { which } } })),
  )
  const retry = async (id: string): Promise<void> => {
    setRefused(undefined)
    try {
      await answerOf(api.POST('/admin/api/mail/{id}/retry', { params: { path: { id } } }))
      await changed('mail')
    } catch (error) {
      setRefused(error)
    }
  }
  const columns: readonly Column<Mail>[] = [
    { name: 'To', isMain: true, show: ({ to }) => to },
    { name: 'Message', show: ({ kind }) => sayMailKind(kind) },
    { name: 'Outcome', show: outcomeOf },
    { name: 'Written', show: ({ createdAt }) => <Moment at={createdAt} /> },
    {
      name: 'Next attempt',
      show: ({ nextAttemptAt, outcome }) => outcome === null && <Moment at={nextAttemptAt} />,
    },
    { name: 'What the mail server said', show: ({ lastError }) => lastError },
    ...(may('latchkey:mail.retry')
      ? [
          {
            name: 'Again',
            show: ({ id, to, outcome }: Mail) =>
              (outcome === null || outcome === 'failed') && (
                <Button kind="quiet" aria-label={`Try now to send to ${to}`} onPress={() => void retry(id)}>
                  Try now
                </Button>
              ),
          },
        ]
      : []),
  ]
  return (
    <Page
      title="Outgoing mail"
      lead="What is on its way, and what the mail server said. What a message says stands nowhere."
    >
      <div className="toolbar">
        <Choice label="Which" options={choices} value={which} onChange={setWhich} />
      </div>
      {refused !== undefined && <Refusal error={refused} />}
      <DataList label="Messages" list={list} columns={columns} idOf={({ id }) => id} empty="Nothing waits." />
    </Page>
  )
}

export default OutgoingMail
