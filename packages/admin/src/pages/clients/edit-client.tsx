import type { AdminClient } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { useProblems } from '../../app/use-problems.js'
import { Dialog } from '../../ui/dialog.js'
import { Form } from '../../ui/form.js'
import { ClientFields, typedOf, wishOf } from './client-fields.js'

interface EditClientProps {
  readonly client: AdminClient
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Changes what a client may ask for, where it may send people back to, and where it is told of ends. */
export const EditClient = (props: EditClientProps) => (
  <Dialog title={`Edit ${props.client.id}`} isOpen={props.isOpen} onClose={props.onClose}>
    <EditClientForm {...props} />
  </Dialog>
)

const EditClientForm = ({ client, onClose }: EditClientProps) => {
  const { problems, forget, noting } = useProblems()
  const [typed, setTyped] = useState(() => typedOf(client))
  const changed = useChanged()
  const save = async (): Promise<void> => {
    const body = wishOf(typed, client.type)
    await noting(
      answerOf(api.PATCH('/admin/api/clients/{id}', { params: { path: { id: client.id } }, body })),
    )
    await changed('clients')
  }
  return (
    <Form action="Save" onSend={save} onClose={onClose}>
      <ClientFields
        type={client.type}
        typed={typed}
        onChange={(edited) => {
          forget()
          setTyped(edited)
        }}
        problems={problems}
      />
    </Form>
  )
}
