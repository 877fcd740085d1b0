import type { AdminWebhook, WebhookEventType } from '@latchkey/contract'
import { CheckList } from '../../ui/check-list.js'
import { TextField } from '../../ui/text-field.js'

/** What is said of a webhook. */
export type WebhookWish = Pick<AdminWebhook, 'url' | 'description' | 'events'>

/** All there are: one that is missing does not compile. The contract itself would bring its schemas along, which the policy of the console refuses. */
const offered: Readonly<Record<WebhookEventType, true>> = {
  'api_key.created': true,
  'api_key.ended': true,
  'email.changed': true,
  'email.confirmed': true,
  'identity.linked': true,
  'identity.unlinked': true,
  'password.changed': true,
  'password.reset': true,
  'password.reset_asked': true,
  'session.ended': true,
  'session.opened': true,
  'user.created': true,
  'user.deleted': true,
  'user.impersonated': true,
  'user.invited': true,
  'user.restored': true,
  'user.roles_changed': true,
  'user.signed_up': true,
  'user.suspended': true,
  'user.updated': true,
}
const types = Object.keys(offered) as WebhookEventType[]
const options = types.map((value) => ({ value }))

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
      onChange={(chosen) => onChange({ ...wish, events: types.filter((type) => chosen.includes(type)) })}
    />
  </>
)
