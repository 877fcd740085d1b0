import { sessionState } from '@latchkey/contract'

/** Answers that say who is signed in in this browser. */
export const state = { 200: { schema: sessionState } } as const
