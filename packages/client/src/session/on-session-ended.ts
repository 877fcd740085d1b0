import type { EndReason } from '../client-state.js'
import type { StateCell } from './state-cell.js'

/** Calls when the session that was shown is over and nobody in this browser wanted it. @returns stops */
export const onSessionEnded = <Profile>(
  cell: StateCell<Profile>,
  listener: (reason: Exclude<EndReason, 'signed_out'>) => void,
): (() => void) => {
  let before = cell.get().status
  return cell.subscribe(() => {
    const state = cell.get()
    const wasSignedIn = before === 'signed_in'
    before = state.status
    if (!wasSignedIn || state.status !== 'signed_out' || state.reason === 'signed_out') return
    listener(state.reason ?? 'ended')
  })
}
