import type { Answers } from './answers.js'

/**
 * In which form requests of this frontend carry the session to the API: its cookie, which browsers send along where both are behind one
 * address; an access JWT; or a token that only the server can read.
 */
export type FormAtApi = 'cookie' | 'jwt' | 'opaque'

export const formAtApi = ({ frontend, door }: Pick<Answers, 'frontend' | 'door'>): FormAtApi => {
  switch (frontend) {
    case 'vue':
    case 'react':
    case 'pages':
      return 'cookie'
    case 'django':
      return door === 'drf-token' ? 'opaque' : 'jwt'
    case 'next-auth':
    case 'next-auth-v4':
    case 'none':
      return 'jwt'
  }
}

/** Whether the API asks the server about what it was shown, and so is a client of it. */
export const asksServer = (answers: Answers): boolean => formAtApi(answers) !== 'jwt'

export const hasNextAuth = ({ frontend }: Pick<Answers, 'frontend'>): boolean =>
  frontend === 'next-auth' || frontend === 'next-auth-v4'
