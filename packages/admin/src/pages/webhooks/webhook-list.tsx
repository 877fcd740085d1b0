import type { AdminWebhook } from '@latchkey/contract'
import { useState } from 'react'
import { Link } from 'wouter'
import { answerOf, api } from '../../app/ask.js'
import { useMay } from '../../app/operator.js'
import { useWholeList } from '../../app/use-whole-list.js'
import { Button } from '../../ui/button.js'
import { type Column, DataList } from '../../ui/data-list.js'
import { Moment } from '../../ui/moment.js'
import { Page } from '../../ui/page.js'
import { type MadeSecret, ShownSecret } from '../shown-secret.js'
import { CreateWebhook } from './create-webhook.js'
import { WebhookStanding } from './webhook-standing.js'

const columns: readonly Column<AdminWebhook>[] = [
  { name: 'Address', isMain: true, show: ({ id, url }) => <Link href={`/${id}`}>{url}</Link> },
  { name: 'For', show: ({ description }) => description },
  { name: 'Events', show: ({ events }) => events.join(', ') },
  { name: 'Standing', show: (webhook) => <WebhookStanding webhook={webhook} /> },
  { name: 'Last arrived', show: ({ lastDeliveredAt }) => <Moment at={lastDeliveredAt} /> },
]

/** Where events are sent to. */
export const WebhookList = () => {
  const may = useMay()
  const [isCreating, setCreating] = useState(false)
  const [made, setMade] = useState<MadeSecret>()
  const list = useWholeList(['webhooks'], () => answerOf(api.GET('/admin/api/webhooks')))
  return (
    <Page
      title="Webhooks"
      lead="Addresses of your own systems that are told what happens to users and sessions, signed."
      actions={
        may('latchkey:webhooks.write') && (
          <Button kind="main" onPress={() => setCreating(true)}>
            New webhook
          </Button>
        )
      }
    >
      {made !== undefined && <ShownSecret made={made} onClose={() => setMade(undefined)} />}
      <DataList
        label="Webhooks"
        list={list}
        columns={columns}
        idOf={({ id }) => id}
        empty="Make one, and your own systems hear of new users and ended sessions."
      />
      <CreateWebhook isOpen={isCreating} onClose={() => setCreating(false)} onSecret={setMade} />
    </Page>
  )
}
