import type { AdminWebhook } from '@latchkey/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { answerOf, api } from '../../app/ask.js'
import { useMay } from '../../app/operator.js'
import { REFRESH_EVERY_MS } from '../../app/use-list.js'
import { Facts } from '../../ui/facts.js'
import { Loading } from '../../ui/loading.js'
import { Moment } from '../../ui/moment.js'
import { Page } from '../../ui/page.js'
import { Refusal } from '../../ui/refusal.js'
import { type MadeSecret, ShownSecret } from '../shown-secret.js'
import { Deliveries } from './deliveries.js'
import { WebhookActions } from './webhook-actions.js'
import { WebhookStanding } from './webhook-standing.js'

/** One webhook, and what became of what was sent there. */
export const WebhookDetail = ({ id }: { readonly id: string }) => {
  const may = useMay()
  const [made, setMade] = useState<MadeSecret>()
  const { data, error, refetch } = useQuery({
    queryKey: ['webhook', id],
    queryFn: () => answerOf(api.GET('/admin/api/webhooks/{id}', { params: { path: { id } } })),
    refetchInterval: REFRESH_EVERY_MS,
  })
  if (data === undefined)
    return (
      <Page title="Webhook">
        {error === null ? <Loading /> : <Refusal error={error} onRetry={() => void refetch()} />}
      </Page>
    )
  return (
    <Page
      title={data.description === '' ? 'Webhook' : data.description}
      lead={<Link href="/">All webhooks</Link>}
      actions={may('latchkey:webhooks.write') && <WebhookActions webhook={data} onSecret={setMade} />}
    >
      {made !== undefined && <ShownSecret made={made} onClose={() => setMade(undefined)} />}
      <section className="card">
        <h2 className="unseen">Webhook</h2>
        <Facts facts={factsOf(data)} />
      </section>
      <section>
        <h2>Deliveries</h2>
        <Deliveries webhook={id} />
      </section>
    </Page>
  )
}

const factsOf = (webhook: AdminWebhook) => ({
  Address: webhook.url,
  Standing: <WebhookStanding webhook={webhook} />,
  Id: <code>{webhook.id}</code>,
  Events: webhook.events.join(', '),
  'Last arrived': <Moment at={webhook.lastDeliveredAt} />,
  ...(webhook.failingSince !== null && { 'Nothing arrived since': <Moment at={webhook.failingSince} /> }),
  ...(webhook.lastError !== null && { 'What was wrong': webhook.lastError }),
  ...(webhook.formerSecretUntil !== null && {
    'The secret before signs too, until': <Moment at={webhook.formerSecretUntil} />,
  }),
  Since: <Moment at={webhook.createdAt} />,
})
