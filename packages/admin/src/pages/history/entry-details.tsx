import { Button } from '../../ui/button.js'
import { Dialog } from '../../ui/dialog.js'
import { Facts } from '../../ui/facts.js'
import type { ShownEntry } from './entry.js'
import { EntrySentence } from './entry-sentence.js'
import { sayDetail } from './say-entry.js'

const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })

/** Everything that one entry says. */
export const EntryDetails = ({
  entry,
  onClose,
}: {
  readonly entry: ShownEntry | undefined
  readonly onClose: () => void
}) => (
  <Dialog title={`Entry ${entry?.position ?? ''}`} isOpen={entry !== undefined} onClose={onClose}>
    {entry !== undefined && (
      <>
        <p className="words">
          <EntrySentence entry={entry} />
        </p>
        <Facts facts={factsOf(entry)} />
        <div className="actions">
          <Button onPress={onClose}>Close</Button>
        </div>
      </>
    )}
  </Dialog>
)

const factsOf = (entry: ShownEntry) => ({
  When: full.format(new Date(entry.occurredAt)),
  Action: <code>{entry.action}</code>,
  Outcome: entry.refusal === null ? 'done' : <code>{entry.refusal}</code>,
  'Done by': codeOr(entry.actor.id, entry.actor.kind),
  ...(entry.user !== null && { 'Done to': <code>{entry.user}</code> }),
  ...(entry.target !== null && { About: <code>{entry.target}</code> }),
  ...(entry.network !== null && { Network: entry.network }),
  ...(entry.userAgent !== null && { Browser: entry.userAgent }),
  ...Object.fromEntries(
    Object.entries(entry.detail ?? {}).map(([name, value]) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      sayDetail(value),
    ]),
  ),
  Link: <code>{entry.link}</code>,
})

const codeOr = (id: string | null, kind: string) =>
  id === null ? (
    kind
  ) : (
    <>
      {kind} <code>{id}</code>
    </>
  )
