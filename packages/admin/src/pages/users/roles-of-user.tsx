import type { AdminUserDetail } from '@latchkey/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { Button } from '../../ui/button.js'
import { CheckList } from '../../ui/check-list.js'
import { Dialog } from '../../ui/dialog.js'
import { Loading } from '../../ui/loading.js'
import { Refusal } from '../../ui/refusal.js'
import { TextField } from '../../ui/text-field.js'

interface RolesOfUserProps {
  readonly user: AdminUserDetail
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Decides which roles somebody has. Nobody can give what they do not hold themselves: the server refuses it. */
export const RolesOfUser = (props: RolesOfUserProps) => (
  <Dialog title="Roles" isOpen={props.isOpen} onClose={props.onClose}>
    <RolesForm {...props} />
  </Dialog>
)

const RolesForm = ({ user, onClose }: RolesOfUserProps) => {
  const known = useQuery({ queryKey: ['roles'], queryFn: () => answerOf(api.GET('/admin/api/roles')) })
  const [roles, setRoles] = useState<readonly string[]>(user.roles)
  const [reason, setReason] = useState('')
  const [refused, setRefused] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const changed = useChanged()
  if (known.data === undefined)
    return known.error === null ? (
      <Loading />
    ) : (
      <Refusal error={known.error} onRetry={() => void known.refetch()} />
    )

  const configured = known.data.items.map(({ name, permissions }) => ({
    value: name,
    hint: `gives ${permissions.length} ${permissions.length === 1 ? 'permission' : 'permissions'}`,
  }))
  const others = user.roles
    .filter((role) => !configured.some(({ value }) => value === role))
    .map((value) => ({ value, hint: 'is not configured, and gives nothing' }))
  const isChanged = roles.length !== user.roles.length || roles.some((role) => !user.roles.includes(role))

  const save = async (): Promise<void> => {
    setBusy(true)
    try {
      await answerOf(
        api.PUT('/admin/api/users/{id}/roles', {
          params: { path: { id: user.id } },
          body: { roles: [...roles], reason: reason.trim() },
        }),
      )
      await changed('users', 'user', 'roles', 'me')
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
        if (!isBusy) void save()
      }}
    >
      <CheckList label="They have" options={[...configured, ...others]} value={roles} onChange={setRoles} />
      <TextField
        label="Reason"
        hint="Kept in the audit history."
        value={reason}
        onChange={setReason}
        maxLength={500}
      />
      {refused !== undefined && <Refusal error={refused} />}
      <div className="actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" kind="main" isDisabled={isBusy || !isChanged || reason.trim() === ''}>
          Save
        </Button>
      </div>
    </form>
  )
}
