import type { AdminClient } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { newIdempotencyKey } from '../../app/idempotency-key.js'
import { useProblems } from '../../app/use-problems.js'
import { Choice } from '../../ui/choice.js'
import { Dialog } from '../../ui/dialog.js'
import { Form } from '../../ui/form.js'
import { TextField } from '../../ui/text-field.js'
import type { MadeSecret } from '../shown-secret.js'
import { ClientFields, typedOf, wishOf } from './client-fields.js'

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
  const { problems, forget, noting } = useProblems()
  const [typed, setTyped] = useState(() => typedOf(undefined))
  const [key] = useState(newIdempotencyKey)
  const changed = useChanged()
  const create = async (): Promise<void> => {
    const { scopes, ...wish } = wishOf(typed, type)
    const { client, secret } = await noting(
      answerOf(
        api.POST('/admin/api/clients', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            id: id.trim(),
            type,
            ...wish,
            ...(scopes.length > 0 && { scopes }),
          },
        }),
      ),
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
      <ClientFields
        type={type}
        typed={typed}
        onChange={(edited) => {
          forget()
          setTyped(edited)
        }}
        problems={problems}
        emptyScopes=" Empty: everything the server knows."
      />
    </Form>
  )
}
