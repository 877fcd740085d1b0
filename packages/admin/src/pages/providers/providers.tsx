import type { AdminProvider } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useMay } from '../../app/operator.js'
import { useWholeList } from '../../app/use-whole-list.js'
import { Button } from '../../ui/button.js'
import { type Column, DataList } from '../../ui/data-list.js'
import { Page } from '../../ui/page.js'
import { Tag } from '../../ui/tag.js'
import { ProviderActions } from './provider-actions.js'
import { ProviderForm } from './provider-form.js'

const From = ({ provider: { source, hidesStored } }: { readonly provider: AdminProvider }) =>
  source === 'database' ? (
    'here'
  ) : (
    <>
      <Tag>configuration file</Tag>
      {hidesStored && <p className="quiet">It is set here, too: the file wins.</p>}
    </>
  )

const State = ({ provider: { enabled, problem, hasPages } }: { readonly provider: AdminProvider }) => {
  if (!enabled) return <Tag kind="warning">switched off</Tag>
  if (problem !== null)
    return (
      <>
        <Tag kind="bad">cannot be used</Tag>
        <p className="quiet">{problem}</p>
      </>
    )
  return <Tag kind="good">{hasPages ? 'on' : 'on, ID tokens only'}</Tag>
}

const Providers = () => {
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  const list = useWholeList(['providers'], () => answerOf(api.GET('/admin/api/providers')))
  const columns: readonly Column<AdminProvider>[] = [
    { name: 'Provider', isMain: true, show: ({ name }) => name },
    { name: 'Id', show: ({ id }) => id },
    { name: 'From', show: (provider) => <From provider={provider} /> },
    { name: 'State', show: (provider) => <State provider={provider} /> },
    { name: 'Redirect URI', show: ({ redirectUri }) => <code>{redirectUri}</code> },
    ...(may('latchkey:providers.write')
      ? [{ name: 'Do', show: (provider: AdminProvider) => <ProviderActions provider={provider} /> }]
      : []),
  ]
  return (
    <Page
      title="Providers"
      lead="Whom people prove to who they are. What is set here counts at once. Those of the configuration file are changed there, and win over one of the same id here."
      actions={
        may('latchkey:providers.write') && (
          <Button kind="main" onPress={() => setAdding(true)}>
            New provider
          </Button>
        )
      }
    >
      <DataList
        label="Providers"
        list={list}
        columns={columns}
        idOf={({ id }) => id}
        empty="Set the first one: people sign in with it at once."
      />
      <ProviderForm provider={undefined} isOpen={isAdding} onClose={() => setAdding(false)} />
    </Page>
  )
}

export default Providers
