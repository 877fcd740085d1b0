import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { newIdempotencyKey } from '../../app/idempotency-key.js'
import { Dialog } from '../../ui/dialog.js'
import { Form } from '../../ui/form.js'
import type { MadeSecret } from '../shown-secret.js'
import { isWhole, WebhookFields, type WebhookWish } from './webhook-fields.js'

interface CreateWebhookProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onSecret: (made: MadeSecret) => void
}

/** Has events sent to an address. */
export const CreateWebhook = (props: CreateWebhookProps) => (
  <Dialog title="New webhook" isOpen={props.isOpen} onClose={props.onClose}>
    <CreateWebhookForm {...props} />
  </Dialog>
)

const CreateWebhookForm = ({ onClose, onSecret }: CreateWebhookProps) => {
  const [wish, setWish] = useState<WebhookWish>({ url: '', description: '', events: [] })
  const [key] = useState(newIdempotencyKey)
  const changed = useChanged()
  const create = async (): Promise<void> => {
    const { webhook, secret } = await answerOf(
      api.POST('/admin/api/webhooks', {
        params: { header: { 'Idempotency-Key': key } },
        body: { ...wish, url: wish.url.trim() },
      }),
    )
    onSecret({ of: webhook.url, secret })
    await changed('webhooks')
  }
  return (
    <Form action="Create" isReady={isWhole(wish)} onSend={create} onClose={onClose}>
      <WebhookFields wish={wish} onChange={setWish} />
    </Form>
  )
}
