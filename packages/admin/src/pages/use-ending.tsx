import { type ReactNode, useState } from 'react'
import { useChanged } from '../app/changed.js'
import { useMay } from '../app/operator.js'
import { Button } from '../ui/button.js'
import { Confirm } from '../ui/confirm.js'
import type { Column } from '../ui/data-list.js'

interface Ending<Item> {
  /** What is ended, as a sentence goes on after "End": `the key backup`. */
  readonly nameOf: (item: Item) => string
  /** What its end means. */
  readonly consequence: string
  readonly end: (item: Item, reason: string) => Promise<unknown>
  /** What is read again afterwards. */
  readonly changes: readonly string[]
}

/** Ends what stands in a row, after a question: a column for the list, for who may, and the question to show beside it. */
export const useEnding = <Item,>({
  nameOf,
  consequence,
  end,
  changes,
}: Ending<Item>): { readonly columns: readonly Column<Item>[]; readonly question: ReactNode } => {
  const may = useMay()
  const changed = useChanged()
  const [ending, setEnding] = useState<Item>()
  const name = ending === undefined ? '' : nameOf(ending)
  const column: Column<Item> = {
    name: 'End',
    show: (item) => (
      <Button kind="quiet" aria-label={`End ${nameOf(item)}`} onPress={() => setEnding(item)}>
        End
      </Button>
    ),
  }
  return {
    columns: may('latchkey:sessions.end') ? [column] : [],
    question: (
      <Confirm
        title={`End ${name}?`}
        action="End it"
        isOpen={ending !== undefined}
        onClose={() => setEnding(undefined)}
        onConfirm={async (reason) => {
          if (ending === undefined) return
          await end(ending, reason)
          await changed(...changes)
        }}
      >
        <p>{consequence}</p>
      </Confirm>
    ),
  }
}
