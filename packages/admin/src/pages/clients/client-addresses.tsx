import type { AdminClient } from '@latchkey/contract'

/** Where a client sends people on to, and where it is told of ends; to the letter. */
export const ClientAddresses = ({ client }: { readonly client: AdminClient }) => {
  const { postLogoutRedirectUris: goingOn, backChannelLogoutUri: told } = client
  if (goingOn.length === 0 && told === null) return <span className="quiet">none</span>
  return (
    <dl className="addresses">
      {goingOn.length > 0 && (
        <div>
          <dt>After signing out</dt>
          {goingOn.map((address) => (
            <dd key={address}>{address}</dd>
          ))}
        </div>
      )}
      {told !== null && (
        <div>
          <dt>Told of ends at</dt>
          <dd>{told}</dd>
        </div>
      )}
    </dl>
  )
}
