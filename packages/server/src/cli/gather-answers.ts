import type { Answers } from '../init/answers.js'
import { QUESTIONS, type QuestionName, type Texts } from '../init/questions.js'
import type { Found } from '../init/recognise.js'
import { toAnswers } from '../init/to-answers.js'
import { CommandError } from './command-error.js'
import type { TypedInitOptions } from './init-options.js'
import type { Prompter } from './open-prompter.js'

/**
 * Every answer: the option that was typed, else what is said in the terminal, else what would be offered.
 *
 * @param prompter undefined where nobody is there to be asked
 * @throws CommandError for an option that is no answer, and for all that are missing
 */
export const gatherAnswers = async (
  typed: TypedInitOptions,
  { found, prompter }: { readonly found: Found; readonly prompter: Prompter | undefined },
): Promise<Answers> => {
  refuseWrongOptions(typed)
  if (prompter === undefined && typed.yes !== true) refuseMissingOptions(typed)
  const texts: Partial<Record<QuestionName, string>> = {}
  for (const question of QUESTIONS) {
    const suggested = question.suggest(texts, found)
    const given = typed[question.name]
    const mayAsk = prompter !== undefined && typed.yes !== true && question.isAsked(texts)
    texts[question.name] = given ?? (mayAsk ? await prompter.ask(question, suggested) : suggested)
  }
  return toAnswers(texts as Readonly<Record<QuestionName, string>>)
}

const refuseWrongOptions = (typed: Texts): void => {
  // What was typed is not repeated: an address may have a password in it.
  const problems = QUESTIONS.flatMap(({ name, option, problemWith }) => {
    const text = typed[name]
    const problem = text === undefined ? undefined : problemWith(text)
    return problem === undefined ? [] : [{ option, problem }]
  })
  if (problems.length > 0)
    throw new CommandError(
      `Not understood: ${problems.map(({ option }) => option).join(' ')}`,
      problems.map(({ option, problem }) => `${option}: ${problem}`).join('\n'),
    )
  if (typed.door !== undefined && typed.frontend !== undefined && typed.frontend !== 'django')
    throw new CommandError('--door is for --frontend django alone.', 'Leave it out, or name that frontend.')
}

const refuseMissingOptions = (typed: Texts): void => {
  const missing = QUESTIONS.filter(({ name, isAsked }) => isAsked(typed) && typed[name] === undefined)
  if (missing.length > 0)
    throw new CommandError(
      `There is no terminal to ask in, and these are not given: ${missing.map(({ option }) => option).join(' ')}`,
      'Give them, or --yes for what would be offered. latchkey init --help shows them all.',
    )
}
