import type { AdminClient, UpdateClientRequest } from '@latchkey/contract'
import { linesOf } from '../../app/lines-of.js'
import { TextField } from '../../ui/text-field.js'

/** What is typed about a client. */
export interface TypedClient {
  readonly scopes: string
  readonly goingOn: string
  readonly told: string
}

export const typedOf = (client: AdminClient | undefined): TypedClient => ({
  scopes: client?.scopes.join(' ') ?? '',
  goingOn: client?.postLogoutRedirectUris.join('\n') ?? '',
  told: client?.backChannelLogoutUri ?? '',
})

/** What was typed, as it is sent. */
export const wishOf = (typed: TypedClient, type: AdminClient['type']) =>
  ({
    scopes: typed.scopes.split(/\s+/).filter((scope) => scope !== ''),
    postLogoutRedirectUris: linesOf(typed.goingOn),
    backChannelLogoutUri: (type === 'confidential' && typed.told.trim()) || null,
  }) satisfies UpdateClientRequest

/** What a client may ask for, where its people go on to, and where it is told of ends. */
export const ClientFields = ({
  type,
  typed,
  onChange,
  problems,
  emptyScopes = '',
}: {
  readonly type: AdminClient['type']
  readonly typed: TypedClient
  readonly onChange: (typed: TypedClient) => void
  /** What was wrong with what was sent, by the names in the request. */
  readonly problems: Readonly<Record<string, string>>
  /** What it means that no scope is typed. */
  readonly emptyScopes?: string
}) => (
  <>
    <TextField
      label="Scopes"
      hint={`What it may ask for, separated by spaces.${emptyScopes}`}
      value={typed.scopes}
      onChange={(scopes) => onChange({ ...typed, scopes })}
      problem={problems['scopes']}
    />
    <TextField
      label="Addresses to return to after signing out"
      hint="One a line, each compared to the letter. Empty: nowhere."
      lines={3}
      value={typed.goingOn}
      onChange={(goingOn) => onChange({ ...typed, goingOn })}
      problem={problemOfLines(typed.goingOn, problems)}
    />
    {type === 'confidential' && (
      <TextField
        label="Address to tell of signed-out sessions"
        hint="The server sends a logout token there when a session ends that this client has tokens of (OpenID Connect back-channel logout). Empty: nowhere."
        value={typed.told}
        onChange={(told) => onChange({ ...typed, told })}
        problem={problems['backChannelLogoutUri']}
      />
    )}
  </>
)

/** The first line that was wrong, and why. */
const problemOfLines = (text: string, problems: Readonly<Record<string, string>>): string | undefined => {
  const lines = linesOf(text)
  const index = lines.findIndex((_, at) => problems[`postLogoutRedirectUris.${at}`] !== undefined)
  return index < 0 ? undefined : `${lines[index]}: ${problems[`postLogoutRedirectUris.${index}`]}`
}
