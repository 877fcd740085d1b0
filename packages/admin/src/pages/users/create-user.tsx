import { useState } from 'react'
import { useLocation } from 'wouter'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { newIdempotencyKey } from '../../app/idempotency-key.js'
import { Choice } from '../../ui/choice.js'
import { Dialog } from '../../ui/dialog.js'
import { Form } from '../../ui/form.js'
import { TextField } from '../../ui/text-field.js'

const ways = [
  { value: 'invite', label: 'Send an invitation to choose a password' },
  { value: 'password', label: 'Give a password now' },
  { value: 'neither', label: 'Neither: they sign in with a provider' },
] as const
type Way = (typeof ways)[number]['value']

/** Makes an account for somebody. */
export const CreateUser = ({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean
  readonly onClose: () => void
}) => (
  <Dialog title="New user" isOpen={isOpen} onClose={onClose}>
    <CreateUserForm onClose={onClose} />
  </Dialog>
)

const CreateUserForm = ({ onClose }: { readonly onClose: () => void }) => {
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [way, setWay] = useState<Way>('invite')
  const [password, setPassword] = useState('')
  // One form makes one user, however often it is sent.
  const [key] = useState(newIdempotencyKey)
  const changed = useChanged()
  const [, navigate] = useLocation()

  const create = async (): Promise<void> => {
    const { id } = await answerOf(
      api.POST('/admin/api/users', {
        params: { header: { 'Idempotency-Key': key } },
        body: {
          email: email.trim(),
          ...(name.trim() !== '' && { name: name.trim() }),
          ...(way === 'invite' && { invite: true }),
          ...(way === 'password' && { password }),
        },
      }),
    )
    await changed('users')
    navigate(`/${id}`)
  }
  return (
    <Form action={way === 'invite' ? 'Invite' : 'Create'} onSend={create} onClose={onClose}>
      <TextField label="Email address" type="email" value={email} onChange={setEmail} isRequired autoFocus />
      <TextField label="Name" value={name} onChange={setName} />
      <Choice label="How they get in" isLabelShown options={ways} value={way} onChange={setWay} />
      {way === 'password' && (
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          isRequired
        />
      )}
    </Form>
  )
}
