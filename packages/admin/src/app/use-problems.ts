import { useState } from 'react'
import { ApiRefusal } from './ask.js'

/** What was wrong with single fields of a form, by their names in the request. */
export const useProblems = () => {
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  return {
    problems,
    /** What was wrong is not what is typed now: a field that counts as wrong is not sent. */
    forget: (): void => setProblems({}),
    /** Notes what a refusal says of fields, and passes it on. */
    noting: async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
      setProblems({})
      try {
        return await answer
      } catch (error) {
        if (error instanceof ApiRefusal) setProblems(error.issues)
        throw error
      }
    },
  }
}
