import type { AdminClient } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { Button } from '../../ui/button.js'
import { Confirm } from '../../ui/confirm.js'
import { type Overlap, OverlapChoice, USUAL_OVERLAP } from '../overlap-choice.js'
import type { MadeSecret } from '../shown-secret.js'
import { EditClient } from './edit-client.js'

/** What can be done to a client that was registered here. */
export const ClientActions = ({
  client,
  onSecret,
}: {
  readonly client: AdminClient
  readonly onSecret: (made: MadeSecret) => void
}) => {
  const changed = useChanged()
  const [opened, setOpened] = useState<'edit' | 'rotate' | 'remove'>()
  const [overlap, setOverlap] = useState<Overlap>(USUAL_OVERLAP)
  const close = (): void => setOpened(undefined)
  if (client.source === 'configuration') return <span className="quiet">in the file</span>
  return (
    <div className="actions">
      <Button kind="quiet" aria-label={`Edit ${client.id}`} onPress={() => setOpened('edit')}>
        Edit
      </Button>
      {client.type === 'confidential' && (
        <Button kind="quiet" aria-label={`New secret for ${client.id}`} onPress={() => setOpened('rotate')}>
          New secret
        </Button>
      )}
      <Button kind="quiet" aria-label={`Remove ${client.id}`} onPress={() => setOpened('remove')}>
        Remove
      </Button>
      <EditClient client={client} isOpen={opened === 'edit'} onClose={close} />
      <Confirm
        title={`A new secret for ${client.id}?`}
        action="Make it"
        isOpen={opened === 'rotate'}
        onClose={close}
        onConfirm={async (reason) => {
          const { secret } = await answerOf(
            api.POST('/admin/api/clients/{id}/rotate-secret', {
              params: { path: { id: client.id } },
              body: { formerAcceptedFor: Number(overlap), reason },
            }),
          )
          if (secret !== null) onSecret({ of: client.id, secret })
          await changed('clients')
        }}
      >
        <OverlapChoice
          label="The current secret is still accepted for"
          value={overlap}
          onChange={setOverlap}
        />
      </Confirm>
      <Confirm
        title={`Remove ${client.id}?`}
        action="Remove"
        mustType={client.id}
        isOpen={opened === 'remove'}
        onClose={close}
        onConfirm={async (reason) => {
          await answerOf(
            api.POST('/admin/api/clients/{id}/remove', {
              params: { path: { id: client.id } },
              body: { reason },
            }),
          )
          await changed('clients')
        }}
      >
        <p>The application is refused from now on, and its people cannot sign in through it.</p>
      </Confirm>
    </div>
  )
}
