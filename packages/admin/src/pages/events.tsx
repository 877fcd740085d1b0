import type { DeadLetterList } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../app/ask.js'
import { useChanged } from '../app/changed.js'
import { useMay } from '../app/operator.js'
import { useWholeList } from '../app/use-whole-list.js'
import { Button } from '../ui/button.js'
import { type Column, DataList } from '../ui/data-list.js'
import { Moment } from '../ui/moment.js'
import { Page } from '../ui/page.js'
import { Refusal } from '../ui/refusal.js'
import { Tag } from '../ui/tag.js'

type DeadLetter = DeadLetterList['items'][number]

const Events = () => {
  const may = useMay()
  const changed = useChanged()
  const [refused, setRefused] = useState<unknown>()
  const list = useWholeList(['events'], () => answerOf(api.GET('/admin/api/dead-letters')))
  const retry = async (stream: string): Promise<void> => {
    setRefused(undefined)
    try {
      await answerOf(api.POST('/admin/api/dead-letters/{stream}/retry', { params: { path: { stream } } }))
      await changed('events')
    } catch (error) {
      setRefused(error)
    }
  }
  const columns: readonly Column<DeadLetter>[] = [
    { name: 'Event', isMain: true, show: ({ type }) => type },
    { name: 'Stream', show: ({ stream }) => <code>{stream}</code> },
    { name: 'About', show: ({ user }) => <code>{user}</code> },
    { name: 'Why', show: ({ error }) => error },
    { name: 'Refused', show: ({ notedAt }) => <Moment at={notedAt} /> },
    ...(may('latchkey:events.retry')
      ? [
          {
            name: 'Again',
            show: ({ stream, due }: DeadLetter) =>
              due ? (
                <Tag>on its way</Tag>
              ) : (
                <Button
                  kind="quiet"
                  aria-label={`Send again to ${stream}`}
                  onPress={() => void retry(stream)}
                >
                  Send again
                </Button>
              ),
          },
        ]
      : []),
  ]
  return (
    <Page
      title="Security events"
      lead="What receivers of security events refused: APIs and clients that were told of an end and did not take it."
    >
      {refused !== undefined && <Refusal error={refused} />}
      <DataList
        label="Refused events"
        list={list}
        columns={columns}
        idOf={({ stream, position }) => `${stream} ${position}`}
        empty="Every receiver has taken everything."
      />
    </Page>
  )
}

export default Events
