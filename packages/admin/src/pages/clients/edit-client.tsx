import type { AdminClient } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { linesOf } from '../../app/lines-of.js'
import { Dialog } from '../../ui/dialog.js'
import { Form } from '../../ui/form.js'
import { TextField } from '../../ui/text-field.js'

interface EditClientProps {
  readonly client: AdminClient
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Changes what a client may ask for, and where it may send people back to. */
export const EditClient = (props: EditClientProps) => (
  <Dialog title={`Edit ${props.client.id}`} isOpen={props.isOpen} onClose={props.onClose}>
    <EditClientForm {...props} />
  </Dialog>
)

const EditClientForm = ({ client, onClose }: EditClientProps) => {
  const [scopes, setScopes] = useState(client.scopes.join(' '))
  const [addresses, setAddresses] = useState(client.postLogoutRedirectUris.join('\n'))
  const changed = useChanged()
  const save = async (): Promise<void> => {
    await answerOf(
      api.PATCH('/admin/api/clients/{id}', {
        params: { path: { id: client.id } },
        body: {
          scopes: scopes.split(/\s+/).filter((scope) => scope !== ''),
          postLogoutRedirectUris: linesOf(addresses),
        },
      }),
    )
    await changed('clients')
  }
  return (
    <Form action="Save" onSend={save} onClose={onClose}>
      <TextField
        label="Scopes"
        hint="What it may ask for, separated by spaces."
        value={scopes}
        onChange={setScopes}
        autoFocus
      />
      <TextField
        label="Addresses to return to after signing out"
        hint="One a line."
        lines={3}
        value={addresses}
        onChange={setAddresses}
      />
    </Form>
  )
}
