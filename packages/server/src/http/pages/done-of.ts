import type { Refused } from './ask-door.js'
import type { Visit } from './visit.js'

/**
 * What went well, out of `?done=`, by the name of its sentence. Anybody can write that address: it is looked up, and nothing is told
 * beside a refusal.
 *
 * @param sentences the values of `done`, and what each of them stands for
 */
export const doneOf = <Sentence extends string>(
  { query }: Pick<Visit, 'query'>,
  refused: Refused | undefined,
  sentences: Readonly<Record<string, Sentence>>,
): Sentence | undefined => {
  const done = query['done'] ?? ''
  return refused === undefined && Object.hasOwn(sentences, done) ? sentences[done] : undefined
}
