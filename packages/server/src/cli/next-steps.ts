import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Answers } from '../init/answers.js'
import { formAtApi } from '../init/form-at-api.js'
import { notesFor } from '../init/notes.js'

const IN_PYTHON: readonly string[] = ['django', 'fastapi']

/** What to run and to do next, in this order. */
export const nextSteps = (answers: Answers, folder: string): readonly string[] => {
  const isReady = ['@latchkey/server', '@latchkey/testkit'].every((name) => isInstalled(name, folder))
  const takesClient = !['django', 'none', 'pages'].includes(answers.frontend)
  const takesGuard = answers.api !== 'other' && !IN_PYTHON.includes(answers.api)
  const takesPyJwt = IN_PYTHON.includes(answers.api) && formAtApi(answers) === 'jwt'
  return [
    ...(isReady
      ? []
      : ['Install here @latchkey/server and, to develop, @latchkey/testkit: docs/configuration.md#install.']),
    ...(takesClient ? ['Install in the frontend: @latchkey/client.'] : []),
    ...(takesGuard ? ['Install in the API: @latchkey/guard.'] : []),
    ...(takesPyJwt ? ['Install in the API: PyJWT and cryptography.'] : []),
    ...notesFor(answers),
    'Run: npx latchkey dev',
    ...(answers.frontend === 'none'
      ? []
      : [
          'With your frontend up too, open the link it prints to become the first operator: docs/operators.md.',
        ]),
  ]
}

const isInstalled = (name: string, folder: string): boolean => {
  try {
    createRequire(join(folder, 'latchkey.config.ts')).resolve(name)
    return true
  } catch {
    return false
  }
}
