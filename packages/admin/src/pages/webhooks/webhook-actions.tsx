import type { AdminWebhook, WebhookTestResult } from '@latchkey/contract'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { Button } from '../../ui/button.js'
import { Confirm } from '../../ui/confirm.js'
import { Refusal } from '../../ui/refusal.js'
import { type Overlap, OverlapChoice, USUAL_OVERLAP } from '../overlap-choice.js'
import type { MadeSecret } from '../shown-secret.js'
import { EditWebhook } from './edit-webhook.js'

interface WebhookActionsProps {
  readonly webhook: AdminWebhook
  readonly onSecret: (made: MadeSecret) => void
}

/** What can be done to a webhook. */
export const WebhookActions = ({ webhook, onSecret }: WebhookActionsProps) => {
  const { id, url, state } = webhook
  const at = { params: { path: { id } } }
  const [, goTo] = useLocation()
  const changed = useChanged()
  const [opened, setOpened] = useState<'edit' | 'rotate' | 'remove'>()
  const [overlap, setOverlap] = useState<Overlap>(USUAL_OVERLAP)
  const [told, setTold] = useState<{ readonly result?: WebhookTestResult; readonly refused?: unknown }>({})
  const close = (): void => setOpened(undefined)
  const attempt = async (act: () => Promise<WebhookTestResult | undefined>): Promise<void> => {
    setTold({})
    try {
      const result = await act()
      setTold(result === undefined ? {} : { result })
      await changed('webhooks', 'webhook', 'deliveries')
    } catch (refused) {
      setTold({ refused })
    }
  }
  const test = () => attempt(() => answerOf(api.POST('/admin/api/webhooks/{id}/test', at)))
  const turn = (to: AdminWebhook['state']) =>
    attempt(async () => {
      await answerOf(api.PATCH('/admin/api/webhooks/{id}', { ...at, body: { state: to } }))
      return undefined
    })
  return (
    <>
      <Button onPress={() => void test()}>Send a test</Button>
      <Button onPress={() => setOpened('edit')}>Edit</Button>
      <Button onPress={() => void turn(state === 'enabled' ? 'paused' : 'enabled')}>
        {state === 'enabled' ? 'Pause' : 'Enable'}
      </Button>
      <Button onPress={() => setOpened('rotate')}>New secret</Button>
      <Button onPress={() => setOpened('remove')}>Remove</Button>
      {told.refused !== undefined && <Refusal error={told.refused} />}
      {told.result !== undefined && <TestResult result={told.result} />}
      <EditWebhook webhook={webhook} isOpen={opened === 'edit'} onClose={close} />
      <Confirm
        title="A new secret?"
        action="Make it"
        isOpen={opened === 'rotate'}
        onClose={close}
        onConfirm={async (reason) => {
          const body = { formerSignsFor: Number(overlap), reason }
          const { secret } = await answerOf(
            api.POST('/admin/api/webhooks/{id}/rotate-secret', { ...at, body }),
          )
          onSecret({ of: url, secret })
          await changed('webhooks', 'webhook')
        }}
      >
        <OverlapChoice
          label="The current secret goes on signing too, for"
          value={overlap}
          onChange={setOverlap}
        />
      </Confirm>
      <Confirm
        title="Remove this webhook?"
        action="Remove"
        isOpen={opened === 'remove'}
        onClose={close}
        onConfirm={async (reason) => {
          await answerOf(api.POST('/admin/api/webhooks/{id}/remove', { ...at, body: { reason } }))
          goTo('/')
          await changed('webhooks')
        }}
      >
        <p>Nothing is sent to {url} any more, what waits neither.</p>
      </Confirm>
    </>
  )
}

const TestResult = ({ result: { delivered, status, error } }: { readonly result: WebhookTestResult }) => (
  <div className={delivered ? 'notice' : 'notice bad'} role="status">
    <p>
      {delivered ? `The test has arrived: the receiver answered ${status}.` : `The test failed: ${error}.`}
    </p>
  </div>
)
