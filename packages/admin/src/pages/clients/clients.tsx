import type { AdminClient } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { useMay } from '../../app/operator.js'
import { useWholeList } from '../../app/use-whole-list.js'
import { Button } from '../../ui/button.js'
import { type Column, DataList } from '../../ui/data-list.js'
import { Page } from '../../ui/page.js'
import { Tag } from '../../ui/tag.js'
import { type MadeSecret, ShownSecret } from '../shown-secret.js'
import { ClientActions } from './client-actions.js'
import { ClientAddresses } from './client-addresses.js'
import { CreateClient } from './create-client.js'

const Clients = () => {
  const may = useMay()
  const [isCreating, setCreating] = useState(false)
  const [made, setMade] = useState<MadeSecret>()
  const list = useWholeList(['clients'], () => answerOf(api.GET('/admin/api/clients')))
  const columns: readonly Column<AdminClient>[] = [
    { name: 'Client', isMain: true, show: ({ id }) => id },
    { name: 'Kind', show: ({ type }) => <span className="unbroken">{type}</span> },
    {
      name: 'From',
      show: ({ source }) => (source === 'configuration' ? <Tag>configuration file</Tag> : 'here'),
    },
    { name: 'May ask for', show: ({ scopes }) => scopes.join(', ') },
    { name: 'Addresses', show: (client) => <ClientAddresses client={client} /> },
    ...(may('latchkey:clients.write')
      ? [{ name: 'Do', show: (client: AdminClient) => <ClientActions client={client} onSecret={setMade} /> }]
      : []),
  ]
  return (
    <Page
      title="Clients"
      lead="Applications of the OAuth door. Those of the configuration file are changed there, and win over one of the same name here."
      actions={
        may('latchkey:clients.write') && (
          <Button kind="main" onPress={() => setCreating(true)}>
            New client
          </Button>
        )
      }
    >
      {made !== undefined && <ShownSecret made={made} onClose={() => setMade(undefined)} />}
      <DataList
        label="Clients"
        list={list}
        columns={columns}
        idOf={({ id }) => id}
        empty="Make the first one."
      />
      <CreateClient isOpen={isCreating} onClose={() => setCreating(false)} onSecret={setMade} />
    </Page>
  )
}

export default Clients
