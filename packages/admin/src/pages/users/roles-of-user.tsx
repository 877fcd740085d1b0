import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { CheckList } from '../../ui/check-list.js'
import { Dialog } from '../../ui/dialog.js'
import { Form } from '../../ui/form.js'
import { Loading } from '../../ui/loading.js'
import { ReasonField } from '../../ui/reason-field.js'
import { Refusal } from '../../ui/refusal.js'
import type { UserDialogProps } from './user-dialog-props.js'

/** Decides which roles somebody has. Nobody can give what they do not hold themselves: the server refuses it. */
export const RolesOfUser = (props: UserDialogProps) => (
  <Dialog
    title={`Roles of ${props.user.name ?? props.user.email ?? props.user.id}`}
    isOpen={props.isOpen}
    onClose={props.onClose}
  >
    <RolesForm {...props} />
  </Dialog>
)

const RolesForm = ({ user, onClose }: UserDialogProps) => {
  const known = useQuery({ queryKey: ['roles'], queryFn: () => answerOf(api.GET('/admin/api/roles')) })
  const [roles, setRoles] = useState<readonly string[]>(user.roles)
  const [reason, setReason] = useState('')
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
    await answerOf(
      api.PUT('/admin/api/users/{id}/roles', {
        params: { path: { id: user.id } },
        body: { roles: [...roles], reason: reason.trim() },
      }),
    )
    await changed('users', 'user', 'roles', 'me')
  }
  return (
    <Form action="Save" isReady={isChanged && reason.trim() !== ''} onSend={save} onClose={onClose}>
      <CheckList label="They have" options={[...configured, ...others]} value={roles} onChange={setRoles} />
      <ReasonField value={reason} onChange={setReason} />
    </Form>
  )
}
