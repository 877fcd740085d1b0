import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlacedRow } from './audit-tables.js'
import { BROKEN_LINK, endsText, entryText } from './chain-texts.js'

const ROW: PlacedRow = {
  id: 7,
  position: 5,
  link: 'link',
  action: 'user.suspended',
  actor_kind: 'operator',
  actor_id: 'usr_1',
  user_id: null,
  target: null,
  refusal: null,
  network: null,
  user_agent: null,
  detail: null,
  occurred_at: 1,
}

const text = fc.option(fc.string({ unit: 'binary' }))
const rows = fc.record({
  id: fc.nat(),
  position: fc.nat(),
  link: fc.constant('link'),
  action: fc.constantFrom('user.suspended' as const, 'user.restored' as const),
  actor_kind: fc.constantFrom('user' as const, 'operator' as const),
  actor_id: text,
  user_id: text,
  target: text,
  refusal: fc.constantFrom(null, 'password_wrong' as const),
  network: text,
  user_agent: text,
  detail: text,
  occurred_at: fc.nat(),
}) as unknown as fc.Arbitrary<PlacedRow>

describe('what a link is over', () => {
  test('no two rows have one text, whatever stands in their columns', () => {
    fc.assert(
      fc.property(fc.string(), rows, fc.string(), rows, (before, row, otherBefore, other) => {
        const isSame = before === otherBefore && JSON.stringify(row) === JSON.stringify(other)
        expect(entryText(before, row) === entryText(otherBefore, other)).toBe(isSame)
      }),
    )
  })

  test('a text moved from one column to its neighbour is another row', () => {
    expect(entryText('', { ...ROW, target: 'null', refusal: null })).not.toBe(
      entryText('', { ...ROW, target: null, refusal: 'null' as never }),
    )
    expect(entryText('a', ROW)).not.toBe(entryText('', { ...ROW, action: 'a' as never }))
  })

  test('every column counts, but the link itself', () => {
    for (const column of Object.keys(ROW) as (keyof PlacedRow)[]) {
      const changed = { ...ROW, [column]: typeof ROW[column] === 'number' ? 99 : 'other' }
      expect(entryText('', changed) === entryText('', ROW), column).toBe(column === 'link')
    }
  })

  test('the ends are no entry, and no link is spelled as what stands for a broken one', () => {
    expect(endsText({ position: 1, link: 'a', floor_position: 0, floor_link: '' })).not.toMatch(/^\["entry"/)
    expect(BROKEN_LINK).not.toHaveLength(43)
  })
})
