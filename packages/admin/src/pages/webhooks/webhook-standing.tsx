import type { AdminWebhook } from '@latchkey/contract'
import { Tag } from '../../ui/tag.js'

const PAUSED_BECAUSE = {
  operator: 'paused',
  gone: 'paused: it is gone (410)',
  failing: 'paused: it failed for days',
} as const

/** Whether events arrive there, in a word. */
export const WebhookStanding = ({ webhook }: { readonly webhook: AdminWebhook }) => {
  const { state, pausedBecause, failingSince } = webhook
  if (state === 'paused')
    return (
      <Tag kind={pausedBecause === 'operator' ? 'plain' : 'bad'}>
        {PAUSED_BECAUSE[pausedBecause ?? 'operator']}
      </Tag>
    )
  return failingSince === null ? <Tag kind="good">enabled</Tag> : <Tag kind="warning">failing</Tag>
}
