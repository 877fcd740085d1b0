import { createInterface } from 'node:readline/promises'
import type { Question } from '../init/questions.js'
import { Interrupted } from './interrupted.js'

/** Asks in a terminal: a line of text a question, which screen readers read as it is. */
export interface Prompter {
  /** @throws Interrupted when the person breaks off */
  ask(question: Question, suggested: string): Promise<string>
  close(): void
}

/** Undefined where nobody sits before a terminal. */
export const openPrompter = (input: NodeJS.ReadStream, output: NodeJS.WriteStream): Prompter | undefined => {
  if (!input.isTTY || !output.isTTY) return undefined
  const terminal = createInterface({ input, output })
  const brokenOff = new AbortController()
  terminal.on('SIGINT', () => brokenOff.abort())
  terminal.on('close', () => brokenOff.abort())
  const readLine = (prompt: string): Promise<string> =>
    terminal.question(prompt, { signal: brokenOff.signal }).catch((error: unknown) => {
      throw brokenOff.signal.aborted ? new Interrupted() : error
    })
  return {
    ask: async (question, suggested) => {
      output.write(`\n${question.asks}\n${listChoices(question)}`)
      for (;;) {
        const typed = (await readLine(`[${suggested}] `)).trim()
        const text = typed === '' ? suggested : (choiceAt(question, typed) ?? typed)
        const problem = question.problemWith(text)
        if (problem === undefined) return text
        output.write(`${problem}\n`)
      }
    },
    close: () => terminal.close(),
  }
}

const namesOf = ({ choices = {} }: Question): readonly string[] => Object.keys(choices)

const listChoices = ({ choices = {} }: Question): string =>
  Object.entries(choices)
    .map(([name, about], index) => `  ${index + 1}. ${name}: ${about}\n`)
    .join('')

/** A number stands for the choice beside it. */
const choiceAt = (question: Question, typed: string): string | undefined =>
  /^\d+$/.test(typed) ? namesOf(question)[Number(typed) - 1] : undefined
