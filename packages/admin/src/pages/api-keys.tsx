import { answerOf, api } from '../app/ask.js'
import { useList } from '../app/use-list.js'
import { Page } from '../ui/page.js'
import { ApiKeyTable } from './api-key-table.js'

const ApiKeys = () => {
  const list = useList(['api-keys'], (cursor) =>
    answerOf(api.GET('/admin/api/api-keys', { params: { query: cursor === undefined ? {} : { cursor } } })),
  )
  return (
    <Page
      title="API keys"
      lead="Keys that people made for programs of theirs. The keys themselves are kept nowhere."
    >
      <ApiKeyTable list={list} />
    </Page>
  )
}

export default ApiKeys
