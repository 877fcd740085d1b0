import { type AdminWebhook, WEBHOOK_EVENT_TYPES } from '@latchkey/contract'
import { CheckList } from '../../ui/check-list.js'
import { TextField } from '../../ui/text-field.js'

/** What is said of a webhook. */
export type WebhookWish = Pick<AdminWebhook, 'url' | 'description' | 'events'>

const options = [...WEBHOOK_EVENT_TYPES].sort().map((value) => ({ value }))

/** Whether it says enough to be sent. */
export const isWhole = ({ url, events }: WebhookWish): boolean => url.trim() !== '' && events.length > 0

export const WebhookFields = ({
  wish,
  onChange,
}: {
  readonly wish: WebhookWish
  readonly onChange: (wish: WebhookWish) => void
}) => (
  <>
    <TextField
      label="Address"
      hint="Where events are sent to, by https."
      type="url"
      value={wish.url}
      onChange={(url) => onChange({ ...wish, url })}
      isRequired
      autoFocus
    />
    <TextField
      label="For"
      hint="What it is, for whoever looks after it. May be empty."
      value={wish.description}
      onChange={(description) => onChange({ ...wish, description })}
      maxLength={200}
    />
    <CheckList
      label="Events"
      options={options}
      value={wish.events}
      onChange={(chosen) =>
        onChange({ ...wish, events: WEBHOOK_EVENT_TYPES.filter((type) => chosen.includes(type)) })
      }
    />
  </>
)
