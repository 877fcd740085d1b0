import type { ProviderKind, ProviderOptions } from '@latchkey/contract'
import { latchkeyUrl } from '../../app/place.js'
import { CheckList } from '../../ui/check-list.js'
import { TextField } from '../../ui/text-field.js'
import { kindForms } from './provider-kinds.js'

const keeping = {
  value: 'keepTokens',
  label: 'Keep its tokens',
  hint: 'Sealed, until the account there is unlinked: your own server may call the provider in a person’s name.',
}
const listening = [
  {
    value: 'backChannelLogout',
    label: 'Hear of people who sign out there',
    hint: 'The sessions that it opened here end, too.',
  },
  {
    value: 'securityEvents',
    label: 'Hear of accounts in danger',
    hint: 'The sessions of an account end when it was disabled there, or its credentials changed.',
  },
]

/** What a provider does beside signing people in, as far as its kind can. */
export const ProviderMore = ({
  kind,
  id,
  options,
  onChange,
  eventToken,
  onEventToken,
  isTokenKept,
  problems,
}: {
  readonly kind: ProviderKind
  readonly id: string
  readonly options: ProviderOptions
  readonly onChange: (options: ProviderOptions) => void
  readonly eventToken: string
  readonly onEventToken: (token: string) => void
  readonly isTokenKept: boolean
  readonly problems: Readonly<Record<string, string>>
}) => {
  if (kind === 'apple') return null
  const { keepTokens, backChannelLogout, securityEvents } = options
  const isOn = { keepTokens, backChannelLogout, securityEvents: securityEvents !== undefined }
  // Without ID tokens there is nobody to be told of.
  const switches = kindForms[kind].isOneClient ? [keeping] : [keeping, ...listening]
  const choose = (chosen: readonly string[]): void => {
    // One that is off is left out: kinds without it take none.
    const { keepTokens: _, backChannelLogout: __, securityEvents: events = {}, ...others } = options
    onChange({
      ...others,
      ...(chosen.includes('keepTokens') && { keepTokens: true }),
      ...(chosen.includes('backChannelLogout') && { backChannelLogout: true }),
      ...(chosen.includes('securityEvents') && { securityEvents: events }),
    })
  }
  return (
    <>
      <TextField
        label="More scopes"
        hint="Beside those that signing in needs, separated by spaces. May be empty."
        value={(options.scopes ?? []).join(' ')}
        onChange={(text) => onChange({ ...options, scopes: text.split(' ') })}
        problem={problems['options.scopes']}
      />
      <CheckList
        label="Beside signing in"
        options={switches}
        value={switches.map(({ value }) => value).filter((name) => isOn[name as keyof typeof isOn])}
        onChange={choose}
      />
      {backChannelLogout === true && (
        <p>
          Register this address there for back-channel logout:{' '}
          <code>{`${latchkeyUrl}/providers/${id}/backchannel-logout`}</code>
        </p>
      )}
      {securityEvents !== undefined && (
        <>
          <p>
            Have the provider send its events to{' '}
            <code>{`${latchkeyUrl}/providers/${id}/security-events`}</code>
          </p>
          <TextField
            label="Whom the events are for"
            hint="The audience they name. Empty: the client ids."
            value={securityEvents.audience ?? ''}
            onChange={(audience) => onChange({ ...options, securityEvents: { audience } })}
            problem={problems['options.securityEvents.audience']}
          />
          <TextField
            label="Token of the events"
            hint={`What the provider shows when it sends them, 16 characters or more. ${isTokenKept ? 'One is kept, sealed; empty: it stays.' : 'Empty: its signature is enough.'}`}
            type="password"
            autoComplete="off"
            value={eventToken}
            onChange={onEventToken}
            problem={problems['secrets.eventToken']}
          />
        </>
      )}
    </>
  )
}
