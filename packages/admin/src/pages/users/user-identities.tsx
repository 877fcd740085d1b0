import type { AdminUserDetail } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { useMay } from '../../app/operator.js'
import { Button } from '../../ui/button.js'
import { Confirm } from '../../ui/confirm.js'
import { Empty } from '../../ui/empty.js'
import { Moment } from '../../ui/moment.js'

type Identity = AdminUserDetail['identities'][number]

/** By which providers somebody can sign in. */
export const UserIdentities = ({ user }: { readonly user: AdminUserDetail }) => {
  const may = useMay()
  const changed = useChanged()
  const [leaving, setLeaving] = useState<Identity>()
  if (user.identities.length === 0)
    return (
      <Empty title="No provider">
        {user.hasPassword
          ? 'They sign in with a password.'
          : 'And no password yet: they choose one by the link of an invitation, or by "Forgot your password?".'}
      </Empty>
    )
  return (
    <div className="data-list">
      <table>
        <caption className="unseen">Ways in</caption>
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col">There called</th>
            <th scope="col">Subject</th>
            <th scope="col">Last used</th>
            {may('latchkey:users.write') && <th scope="col">Unlink</th>}
          </tr>
        </thead>
        <tbody>
          {user.identities.map((identity) => (
            <tr key={identity.id}>
              <td className="main">{identity.providerName}</td>
              <td data-name="There called">{identity.name ?? identity.email ?? ''}</td>
              <td data-name="Subject">
                <code>{identity.subject}</code>
              </td>
              <td data-name="Last used">
                <Moment at={identity.lastUsedAt} />
              </td>
              {may('latchkey:users.write') && (
                <td data-name="Unlink">
                  <Button
                    kind="quiet"
                    aria-label={`Unlink ${identity.providerName}`}
                    onPress={() => setLeaving(identity)}
                  >
                    Unlink
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <Confirm
        title={`Unlink ${leaving?.providerName ?? ''}?`}
        action="Unlink"
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        onConfirm={async (reason) => {
          if (leaving === undefined) return
          await answerOf(
            api.POST('/admin/api/users/{id}/identities/{identity}/unlink', {
              params: { path: { id: user.id, identity: leaving.id } },
              body: { reason },
            }),
          )
          await changed('users', 'user')
        }}
      >
        <p>They cannot sign in this way any more, until they link it again.</p>
      </Confirm>
    </div>
  )
}
