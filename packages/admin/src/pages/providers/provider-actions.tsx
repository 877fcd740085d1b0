import type { AdminProvider } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { Button } from '../../ui/button.js'
import { Confirm } from '../../ui/confirm.js'
import { ProviderForm } from './provider-form.js'
import { TestProvider } from './test-provider.js'

/** What can be done to a provider: one of the configuration can be tested, and what it hides removed. */
export const ProviderActions = ({ provider }: { readonly provider: AdminProvider }) => {
  const changed = useChanged()
  const [opened, setOpened] = useState<'edit' | 'test' | 'remove'>()
  const close = (): void => setOpened(undefined)
  const { id, name, source, hidesStored } = provider
  const isHere = source === 'database'
  return (
    <div className="actions">
      {isHere && (
        <Button kind="quiet" aria-label={`Edit ${id}`} onPress={() => setOpened('edit')}>
          Edit
        </Button>
      )}
      <Button kind="quiet" aria-label={`Test ${id}`} onPress={() => setOpened('test')}>
        Test
      </Button>
      {(isHere || hidesStored) && (
        <Button kind="quiet" aria-label={`Remove ${id}`} onPress={() => setOpened('remove')}>
          {isHere ? 'Remove' : 'Remove what is hidden'}
        </Button>
      )}
      <ProviderForm provider={provider} isOpen={opened === 'edit'} onClose={close} />
      <TestProvider provider={provider} isOpen={opened === 'test'} onClose={close} />
      <Confirm
        title={`Remove ${name}?`}
        action="Remove"
        mustType={id}
        isOpen={opened === 'remove'}
        onClose={close}
        onConfirm={async (reason) => {
          await answerOf(
            api.POST('/admin/api/providers/{id}/remove', { params: { path: { id } }, body: { reason } }),
          )
          await changed('providers', 'settings')
        }}
      >
        {isHere ? (
          <p>
            Nobody signs in with it any more, and its secret is forgotten. Who has no other way in can reset a
            password, and comes back when it is set again with this id.
          </p>
        ) : (
          <p>What the configuration file says goes on. What was set here is forgotten.</p>
        )}
      </Confirm>
    </div>
  )
}
