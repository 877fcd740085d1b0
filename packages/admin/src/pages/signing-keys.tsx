import type { SigningKeyList } from '@latchkey/contract'
import { useState } from 'react'
import { answerOf, api } from '../app/ask.js'
import { useChanged } from '../app/changed.js'
import { useMay } from '../app/operator.js'
import { useWholeList } from '../app/use-whole-list.js'
import { Button } from '../ui/button.js'
import { Confirm } from '../ui/confirm.js'
import { type Column, DataList } from '../ui/data-list.js'
import { Moment } from '../ui/moment.js'
import { Page } from '../ui/page.js'
import { Tag } from '../ui/tag.js'

type SigningKey = SigningKeyList['items'][number]
type When = 'when_published' | 'at_once'

const columns: readonly Column<SigningKey>[] = [
  { name: 'Key', isMain: true, show: ({ kid }) => <code>{kid}</code> },
  { name: 'Algorithm', show: ({ algorithm }) => algorithm },
  { name: 'State', show: ({ state }) => <Tag kind={state === 'signing' ? 'good' : 'plain'}>{state}</Tag> },
  { name: 'Made', show: ({ createdAt }) => <Moment at={createdAt} /> },
  { name: 'Signs from', show: ({ signsFrom }) => <Moment at={signsFrom} /> },
]

const SigningKeys = () => {
  const may = useMay()
  const changed = useChanged()
  const [when, setWhen] = useState<When>()
  const list = useWholeList(['signing-keys'], () => answerOf(api.GET('/admin/api/signing-keys')))
  return (
    <Page
      title="Signing keys"
      lead="What access tokens are signed with. The private halves are sealed, and never shown."
      actions={
        may('latchkey:keys.rotate') && (
          <>
            <Button onPress={() => setWhen('when_published')}>Make the next key</Button>
            <Button kind="danger" onPress={() => setWhen('at_once')}>
              Replace now
            </Button>
          </>
        )
      }
    >
      <DataList label="Signing keys" list={list} columns={columns} idOf={({ kid }) => kid} empty="" />
      <Confirm
        title={when === 'at_once' ? 'Replace the signing key now?' : 'Make the next signing key?'}
        action={when === 'at_once' ? 'Replace it now' : 'Make it'}
        isOpen={when !== undefined}
        onClose={() => setWhen(undefined)}
        onConfirm={async (reason) => {
          if (when === undefined) return
          await answerOf(api.POST('/admin/api/signing-keys/rotate', { body: { when, reason } }))
          await changed('signing-keys')
        }}
      >
        {when === 'at_once' ? (
          <p>
            For a key that has leaked. APIs may refuse tokens of the new one for some minutes, until they have
            read the keys again.
          </p>
        ) : (
          <p>It is published at once, and signs when every API can have read it. Nobody notices.</p>
        )}
      </Confirm>
    </Page>
  )
}

export default SigningKeys
