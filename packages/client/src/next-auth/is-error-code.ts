import { type ErrorCode, publicSentences } from '@latchkey/contract'

/** Whether a text from outside is one of Latchkey's reasons. */
export const isErrorCode = (text: unknown): text is ErrorCode =>
  typeof text === 'string' && Object.hasOwn(publicSentences, text)
