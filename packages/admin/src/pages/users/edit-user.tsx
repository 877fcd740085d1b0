import type { AdminUserDetail } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { Dialog } from '../../ui/dialog.js'
import { Form } from '../../ui/form.js'
import { TextField } from '../../ui/text-field.js'
import type { UserDialogProps } from './user-dialog-props.js'

/** Changes what is known of somebody. */
export const EditUser = (props: UserDialogProps) => (
  <Dialog title="Edit" isOpen={props.isOpen} onClose={props.onClose}>
    <EditUserForm {...props} />
  </Dialog>
)

const EditUserForm = ({ user, onClose }: UserDialogProps) => {
  const [name, setName] = useState(user.name ?? '')
  const [profile, setProfile] = useState(() => JSON.stringify(user.profile, null, 2))
  const changed = useChanged()
  const fields = readFields(profile)

  const save = async (): Promise<void> => {
    await answerOf(
      api.PATCH('/admin/api/users/{id}', {
        params: { path: { id: user.id } },
        body: {
          name: name.trim() === '' ? null : name.trim(),
          ...(fields !== undefined && { profile: changesOf(user.profile, fields) }),
        },
      }),
    )
    await changed('users', 'user')
  }
  return (
    <Form action="Save" isReady={fields !== undefined} onSend={save} onClose={onClose}>
      <TextField label="Name" value={name} onChange={setName} autoFocus />
      <TextField
        label="Profile"
        hint="As JSON; checked by the schema of the project."
        lines={6}
        value={profile}
        onChange={setProfile}
        problem={fields === undefined ? 'This is not a JSON object.' : undefined}
      />
    </Form>
  )
}

type Fields = AdminUserDetail['profile']

/** What was taken out goes: a field that is not sent stays as it is. */
const changesOf = (before: Fields, after: Fields): Fields => ({
  ...Object.fromEntries(Object.keys(before).map((name) => [name, null])),
  ...after,
})

const readFields = (text: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined
  } catch {
    return undefined
  }
}
