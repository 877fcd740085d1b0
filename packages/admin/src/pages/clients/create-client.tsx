import type { AdminClient } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { newIdempotencyKey } from '../../app/idempotency-key.js'
import { linesOf } from '../../app/lines-of.js'
import { Choice } from '../../ui/choice.js'
import { Dialog } from '../../ui/dialog.js'
import { Form } from '../../ui/form.js'
import { TextField } from '../../ui/text-field.js'
import type { MadeSecret } from '../shown-secret.js'

const kinds = [
  { value: 'confidential', label: 'Confidential: runs on a server, keeps a secret' },
  { value: 'public', label: 'Public: its users hold its code' },
] as const satisfies readonly { readonly value: AdminClient['type']; readonly label: string }[]

interface CreateClientProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onSecret: (made: MadeSecret) => void
}

/** Registers an application. */
export const CreateClient = (props: CreateClientProps) => (
  <Dialog title="New client" isOpen={props.isOpen} onClose={props.onClose}>
    <CreateClientForm {...props} />
  </Dialog>
)

const CreateClientForm = ({ onClose, onSecret }: CreateClientProps) => {
  const [id, setId] = useState('')
  const [type, setType] = useState<AdminClient['type']>('confidential')
  const [scopes, setScopes] = useState('')
  const [addresses, setAddresses] = useState('')
  const [key] = useState(newIdempotencyKey)
  const changed = useChanged()
  const create = async (): Promise<void> => {
    const { client, secret } = await answerOf(
      api.POST('/admin/api/clients', {
        params: { header: { 'Idempotency-Key': key } },
        body: {
          id: id.trim(),
          type,
          ...(scopes.trim() !== '' && { scopes: scopes.trim().split(/\s+/) }),
          postLogoutRedirectUris: linesOf(addresses),
        },
      }),
    )
    if (secret !== null) onSecret({ of: client.id, secret })
    await changed('clients')
  }
  return (
    <Form action="Create" onSend={create} onClose={onClose}>
      <TextField
        label="Id"
        hint="A short name, such as web."
        value={id}
        onChange={setId}
        isRequired
        autoFocus
      />
      <Choice label="Kind" isLabelShown options={kinds} value={type} onChange={setType} />
      <TextField
        label="Scopes"
        hint="What it may ask for, separated by spaces. Empty: everything the server knows."
        value={scopes}
        onChange={setScopes}
      />
      <TextField
        label="Addresses to return to after signing out"
        hint="One a line. Empty: nowhere."
        lines={3}
        value={addresses}
        onChange={setAddresses}
      />
    </Form>
  )
}
