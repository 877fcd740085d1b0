import type { AdminUserDetail } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { Button } from '../../ui/button.js'
import { Dialog } from '../../ui/dialog.js'
import { Refusal } from '../../ui/refusal.js'
import { TextField } from '../../ui/text-field.js'

interface EditUserProps {
  readonly user: AdminUserDetail
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Changes what is known of somebody. */
export const EditUser = (props: EditUserProps) => (
  <Dialog title="Edit" isOpen={props.isOpen} onClose={props.onClose}>
    <EditUserForm {...props} />
  </Dialog>
)

const EditUserForm = ({ user, onClose }: EditUserProps) => {
  const [name, setName] = useState(user.name ?? '')
  const [profile, setProfile] = useState(() => JSON.stringify(user.profile, null, 2))
  const [refused, setRefused] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const changed = useChanged()
  const fields = readFields(profile)

  const save = async (): Promise<void> => {
    setBusy(true)
    try {
      await answerOf(
        api.PATCH('/admin/api/users/{id}', {
          params: { path: { id: user.id } },
          body: {
            name: name.trim() === '' ? null : name.trim(),
            ...(fields !== undefined && { profile: fields }),
          },
        }),
      )
      await changed('users', 'user')
      onClose()
    } catch (error) {
      setRefused(error)
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy && fields !== undefined) void save()
      }}
    >
      <TextField label="Name" value={name} onChange={setName} autoFocus />
      <TextField
        label="Profile"
        hint="As JSON; checked by the schema of the project."
        lines={6}
        value={profile}
        onChange={setProfile}
        problem={fields === undefined ? 'This is not a JSON object.' : undefined}
      />
      {refused !== undefined && <Refusal error={refused} />}
      <div className="actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" kind="main" isDisabled={isBusy || fields === undefined}>
          Save
        </Button>
      </div>
    </form>
  )
}

const readFields = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
