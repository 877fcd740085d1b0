import type { Answers } from './answers.js'
import { formAtApi } from './form-at-api.js'
import { nextAuthSnippets } from './snippets/next-auth.js'
import { nodeGuard } from './snippets/node-guard.js'
import { nodeRoute } from './snippets/node-routes.js'
import { plainPagesSnippets } from './snippets/plain-pages.js'
import { PYTHON_FRAMEWORKS } from './snippets/python-frameworks.js'
import { pythonIntrospection } from './snippets/python-introspection.js'
import { pythonJwt } from './snippets/python-jwt.js'
import { reactSnippets } from './snippets/react.js'
import type { Snippet } from './snippets/snippet.js'
import { vueSnippets } from './snippets/vue.js'

/** Answers → the few lines for the frontend and for the API. */
export const writeSnippets = (answers: Answers): readonly Snippet[] => [
  ...frontendSnippets(answers),
  ...apiSnippets(answers),
]

const frontendSnippets = (answers: Answers): readonly Snippet[] => {
  switch (answers.frontend) {
    case 'next-auth':
    case 'next-auth-v4':
      return nextAuthSnippets(answers)
    case 'vue':
      return vueSnippets(answers)
    case 'react':
      return reactSnippets(answers)
    case 'pages':
      return plainPagesSnippets(answers)
    case 'django': // It runs on as it is.
    case 'none':
      return []
  }
}

const apiSnippets = (answers: Answers): readonly Snippet[] => {
  const { api } = answers
  switch (api) {
    case 'other':
      return []
    case 'django':
    case 'fastapi': {
      const caller = formAtApi(answers) === 'jwt' ? pythonJwt(answers) : pythonIntrospection(answers)
      return [
        { side: 'api', file: 'latchkey_caller.py', text: caller },
        { side: 'api', ...PYTHON_FRAMEWORKS[api] },
      ]
    }
    default:
      return [nodeGuard(answers), nodeRoute(api)]
  }
}
