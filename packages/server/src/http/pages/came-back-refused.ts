import { type ErrorCode, publicSentences } from '@latchkey/contract'
import { explainRefusal, type Problem } from '../../pages/refusal.js'
import type { Visit } from './visit.js'

/**
 * What `?error=` says to who comes back from a provider. Anybody can write that address: codes are looked up, and nothing of it is
 * shown as it came.
 */
export const cameBackRefused = ({ query, frame }: Visit): readonly Problem[] => {
  const { error, provider } = query
  if (error === undefined) return []
  const reason = isErrorCode(error) ? error : 'provider_refused'
  const name = frame.site.providers.find(({ id }) => id === provider)?.name
  return explainRefusal(frame, { reason }).map(({ sentence }) => ({
    field: undefined,
    sentence: name === undefined ? sentence : `${name}${frame.words.frame.colon} ${sentence}`,
  }))
}

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(publicSentences, text)
