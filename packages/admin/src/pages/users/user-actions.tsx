import type { AdminUserDetail } from '@latchkey/contract'
import { useState } from 'react'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useMay } from '../../app/operator.js'
import { Button } from '../../ui/button.js'
import { EditUser } from './edit-user.js'
import { type GraveAct, GraveActs, graveActsFor } from './grave-acts.js'
import { RolesOfUser } from './roles-of-user.js'

type Opened = 'edit' | 'roles' | GraveAct | undefined

/** What an operator can do to somebody, as far as this one may. */
export const UserActions = ({ user }: { readonly user: AdminUserDetail }) => {
  const may = useMay()
  const [opened, setOpened] = useState<Opened>()
  const close = (): void => setOpened(undefined)
  const acts = graveActsFor(user, may)
  return (
    <>
      {may('latchkey:users.write') && <Button onPress={() => setOpened('edit')}>Edit</Button>}
      {may('latchkey:roles.assign') && <Button onPress={() => setOpened('roles')}>Roles</Button>}
      {acts.length > 0 && (
        <MenuTrigger>
          <Button>More …</Button>
          <Popover className="popover" placement="bottom end">
            <Menu
              className="list-box"
              aria-label="More to do"
              onAction={(key) => setOpened(acts.find(({ act }) => act === key)?.act)}
            >
              {acts.map(({ act, label }) => (
                <MenuItem key={act} id={act}>
                  {label}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      )}
      <EditUser user={user} isOpen={opened === 'edit'} onClose={close} />
      <RolesOfUser user={user} isOpen={opened === 'roles'} onClose={close} />
      <GraveActs
        user={user}
        act={opened === 'edit' || opened === 'roles' ? undefined : opened}
        onClose={close}
      />
    </>
  )
}
