import type { AdminWebhook } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { Dialog } from '../../ui/dialog.js'
import { Form } from '../../ui/form.js'
import { isWhole, WebhookFields, type WebhookWish } from './webhook-fields.js'

interface EditWebhookProps {
  readonly webhook: AdminWebhook
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Changes where events are sent to, and which. */
export const EditWebhook = (props: EditWebhookProps) => (
  <Dialog title="Edit" isOpen={props.isOpen} onClose={props.onClose}>
    <EditWebhookForm {...props} />
  </Dialog>
)

const EditWebhookForm = ({ webhook: { id, url, description, events }, onClose }: EditWebhookProps) => {
  const [wish, setWish] = useState<WebhookWish>({ url, description, events })
  const changed = useChanged()
  const save = async (): Promise<void> => {
    const body = { ...wish, url: wish.url.trim() }
    await answerOf(api.PATCH('/admin/api/webhooks/{id}', { params: { path: { id } }, body }))
    await changed('webhooks', 'webhook')
  }
  return (
    <Form action="Save" isReady={isWhole(wish)} onSend={save} onClose={onClose}>
      <WebhookFields wish={wish} onChange={setWish} />
    </Form>
  )
}
