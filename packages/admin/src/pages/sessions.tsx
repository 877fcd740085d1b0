import { useState } from 'react'
import { answerOf, api } from '../app/ask.js'
import { useList } from '../app/use-list.js'
import { useSettled } from '../app/use-settled.js'
import { Page } from '../ui/page.js'
import { SearchField } from '../ui/search-field.js'
import { SessionTable } from './session-table.js'

const TYPING_PAUSE_MS = 250

const Sessions = () => {
  const [typed, setTyped] = useState('')
  const client = useSettled(typed.trim(), TYPING_PAUSE_MS)
  const list = useList(['sessions', client], (cursor) =>
    answerOf(
      api.GET('/admin/api/sessions', {
        params: { query: { ...(client !== '' && { client }), ...(cursor !== undefined && { cursor }) } },
      }),
    ),
  )
  return (
    <Page title="Sessions" lead="Everybody who is signed in, the newest first.">
      <div className="toolbar">
        <SearchField label="Only of the client" value={typed} onChange={setTyped} />
      </div>
      <SessionTable label="Sessions" list={list} />
    </Page>
  )
}

export default Sessions
