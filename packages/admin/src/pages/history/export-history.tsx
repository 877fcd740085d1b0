import { useState } from 'react'
import { ApiRefusal, api } from '../../app/ask.js'
import { Button } from '../../ui/button.js'
import { Dialog } from '../../ui/dialog.js'
import { Form } from '../../ui/form.js'
import { ReasonField } from '../../ui/reason-field.js'

/** Takes the history out, as a file. That it was taken out is an entry of it. */
export const ExportHistory = ({
  from,
  onDone,
}: {
  readonly from: string | undefined
  readonly onDone: () => void
}) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onPress={() => setOpen(true)}>Export</Button>
      <Dialog title="Export the history" isOpen={isOpen} onClose={() => setOpen(false)}>
        <Question from={from} onClose={() => setOpen(false)} onDone={onDone} />
      </Dialog>
    </>
  )
}

const Question = ({
  from,
  onClose,
  onDone,
}: {
  readonly from: string | undefined
  readonly onClose: () => void
  readonly onDone: () => void
}) => {
  const [reason, setReason] = useState('')
  const take = async (): Promise<void> => {
    const body = { reason: reason.trim(), ...(from !== undefined && { from }) }
    const { data, error, response } = await api.POST('/admin/api/audit/export', { body, parseAs: 'blob' })
    if (!response.ok) throw new ApiRefusal(response.status, error)
    save(data as unknown as Blob)
    onDone()
  }
  return (
    <Form action="Export" isReady={reason.trim() !== ''} onSend={take} onClose={onClose}>
      <div className="words">
        <p>
          A file with one JSON object on each line{from === undefined ? '' : ', of the chosen time'}, the
          oldest entry first. It tells what people did: keep it where only those read it who may read this
          page.
        </p>
      </div>
      <ReasonField value={reason} onChange={setReason} autoFocus />
    </Form>
  )
}

const save = (file: Blob): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = `audit-history-${new Date().toISOString().slice(0, 10)}.ndjson`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
