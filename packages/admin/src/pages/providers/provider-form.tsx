import type { AdminProvider, ProviderKind, ProviderOptions } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useChanged } from '../../app/changed.js'
import { linesOf } from '../../app/lines-of.js'
import { latchkeyUrl } from '../../app/place.js'
import { useProblems } from '../../app/use-problems.js'
import { Choice } from '../../ui/choice.js'
import { Dialog } from '../../ui/dialog.js'
import { Form } from '../../ui/form.js'
import { TextField } from '../../ui/text-field.js'
import { kindChoices, kindForms } from './provider-kinds.js'
import { ProviderMore } from './provider-more.js'

interface ProviderFormProps {
  /** The one to change; undefined for a new one. */
  readonly provider: AdminProvider | undefined
  readonly isOpen: boolean
  readonly onClose: () => void
}

const states = [
  { value: 'on', label: 'People can sign in with it' },
  { value: 'off', label: 'Switched off' },
] as const

/** Sets a provider: it counts as soon as it is saved. */
export const ProviderForm = (props: ProviderFormProps) => (
  <Dialog
    title={props.provider === undefined ? 'New provider' : `Edit ${props.provider.name}`}
    isOpen={props.isOpen}
    onClose={props.onClose}
  >
    <Fields {...props} />
  </Dialog>
)

const Fields = ({ provider, onClose }: ProviderFormProps) => {
  const [kind, setKind] = useState((provider?.kind ?? 'google') as ProviderKind)
  const [typedId, setId] = useState(provider?.id)
  const [options, setOptions] = useState<ProviderOptions>(provider?.options ?? {})
  const [clientIds, setClientIds] = useState((provider?.clientIds ?? []).join('\n'))
  const [secret, setSecret] = useState('')
  const [eventToken, setEventToken] = useState('')
  const [state, setState] = useState<'on' | 'off'>(provider?.enabled === false ? 'off' : 'on')
  const { problems, forget, noting } = useProblems()
  const changed = useChanged()
  const form = kindForms[kind]
  const id = typedId ?? (kind === 'oidc' ? '' : kind)
  const secretName = kind === 'apple' ? 'privateKey' : 'clientSecret'
  const isTokenKept = provider !== undefined && provider.secretsSetAt.eventToken !== null
  const isKept = provider !== undefined && provider.secretsSetAt[secretName] !== null

  const editing =
    <Value,>(set: (value: Value) => void) =>
    (value: Value): void => {
      forget()
      set(value)
    }

  const save = async (): Promise<void> => {
    await noting(
      answerOf(
        api.PUT('/admin/api/providers/{id}', {
          params: { path: { id: id.trim() } },
          body: {
            kind,
            options: { ...filledIn(options), clientIds: linesOf(clientIds) },
            secrets: {
              ...(secret !== '' && { [secretName]: secret.trim() }),
              ...(options.securityEvents === undefined
                ? isTokenKept && { eventToken: null }
                : eventToken !== '' && { eventToken: eventToken.trim() }),
            },
            enabled: state === 'on',
            version: provider?.version ?? 0,
          },
        }),
      ),
    )
    await changed('providers', 'settings')
  }
  const type = (name: keyof ProviderOptions) =>
    editing((value: string) => setOptions({ ...options, [name]: value }))

  return (
    <Form action="Save" onSend={save} onClose={onClose}>
      {provider === undefined && (
        <>
          <Choice
            label="Kind"
            isLabelShown
            options={kindChoices}
            value={kind}
            onChange={editing((chosen) => {
              setKind(chosen)
              setOptions({})
            })}
          />
          <TextField
            label="Id"
            hint="A short name. It stands in addresses, and names the provider for ever: another issuer takes another id."
            value={id}
            onChange={editing<string>(setId)}
            isRequired
            problem={problems['options']}
          />
        </>
      )}
      <p className="hint">{form.where}</p>
      <p>
        Register this redirect URI there, to the letter:{' '}
        <code>{provider?.redirectUri ?? `${latchkeyUrl}/callback/${id.trim()}`}</code>
      </p>
      {form.options.map(({ name, label, hint, isNeeded = false }) => (
        <TextField
          key={name}
          label={label}
          hint={hint}
          value={options[name] ?? ''}
          onChange={type(name)}
          isRequired={isNeeded}
          problem={problems[`options.${name}`]}
        />
      ))}
      <TextField
        label={form.isOneClient ? 'Client id' : 'Client ids'}
        hint={
          form.isOneClient
            ? undefined
            : 'One a line: first the one with the secret, then those of apps that send their ID tokens here.'
        }
        {...(!form.isOneClient && { lines: 2 })}
        value={clientIds}
        onChange={editing(setClientIds)}
        isRequired
        problem={problems['options.clientIds']}
      />
      <TextField
        label={kind === 'apple' ? 'Private key' : 'Client secret'}
        hint={`${isKept ? 'One is kept, sealed. Empty: it stays, if the address does.' : 'It is kept sealed, and shown to nobody again.'}${
          kind === 'apple' ? ' What is in the file AuthKey_….p8.' : ''
        }`}
        {...(kind === 'apple' ? { lines: 3 } : { type: 'password' as const })}
        autoComplete="off"
        value={secret}
        onChange={editing(setSecret)}
        problem={problems[`secrets.${secretName}`]}
      />
      <TextField
        label="Name"
        hint="As it stands on the button. Empty: as it is usually called."
        value={options.name ?? ''}
        onChange={type('name')}
        problem={problems['options.name']}
      />
      {kind === 'microsoft' && (
        <TextField
          label="Tenants"
          hint="Ids of those whose people may sign in, one a line. Empty: everybody with a Microsoft account."
          lines={2}
          value={(options.tenants ?? []).join('\n')}
          onChange={editing((text) => setOptions({ ...options, tenants: text.split('\n') }))}
          problem={problems['options.tenants']}
        />
      )}
      <ProviderMore
        kind={kind}
        id={id.trim()}
        options={options}
        onChange={editing(setOptions)}
        eventToken={eventToken}
        onEventToken={editing(setEventToken)}
        isTokenKept={isTokenKept}
        problems={problems}
      />
      {provider !== undefined && problems['options'] !== undefined && (
        <p className="problem">{problems['options']}</p>
      )}
      <Choice label="State" isLabelShown options={states} value={state} onChange={setState} />
    </Form>
  )
}

/** As they are sent: what is not there is left out. */
type SentOptions = {
  [Name in Exclude<keyof ProviderOptions, 'securityEvents'>]?: Exclude<ProviderOptions[Name], undefined>
} & { securityEvents?: { audience?: string } }

/** Without what was left empty. */
const filledIn = (options: ProviderOptions): SentOptions => {
  const { tenants, scopes, securityEvents, ...others } = options
  const given = (tenants ?? []).flatMap(linesOf)
  const asked = (scopes ?? []).map((scope) => scope.trim()).filter((scope) => scope !== '')
  const audience = securityEvents?.audience?.trim() ?? ''
  return {
    ...Object.fromEntries(
      Object.entries(others)
        .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value])
        .filter(([, value]) => value !== ''),
    ),
    ...(given.length > 0 && { tenants: given }),
    ...(asked.length > 0 && { scopes: asked }),
    ...(securityEvents !== undefined && { securityEvents: audience === '' ? {} : { audience } }),
  }
}
