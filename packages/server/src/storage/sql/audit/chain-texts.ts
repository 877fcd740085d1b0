import type { AuditChainRow, PlacedRow } from './audit-tables.js'

/** Before the first entry there is none. */
export const NO_LINK = ''
/** Stands for the link before where what said how the history ends was not genuine. No link is spelled so. */
export const BROKEN_LINK = 'broken'

/**
 * What a link is the MAC of: the link before, and every column of the row. JSON, so that no two rows have one text: texts are in quotation marks,
 * numbers are not, and the order is fixed.
 */
export const entryText = (linkBefore: string, row: Omit<PlacedRow, 'link'>): string =>
  JSON.stringify([
    'entry',
    linkBefore,
    row.position,
    row.id,
    row.action,
    row.actor_kind,
    row.actor_id,
    row.user_id,
    row.target,
    row.refusal,
    row.network,
    row.user_agent,
    row.detail,
    row.occurred_at,
  ])

/** What says where the history begins and ends. */
export type Ends = Pick<AuditChainRow, 'position' | 'link' | 'floor_position' | 'floor_link'>

export const endsText = (ends: Ends): string =>
  JSON.stringify(['ends', ends.position, ends.link, ends.floor_position, ends.floor_link])
