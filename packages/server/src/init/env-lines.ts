import type { Answers } from './answers.js'
import { asksServer, formAtApi, hasNextAuth } from './form-at-api.js'

/** A line of `.env`: one that says something, or one to be filled in by hand. */
export type EnvLine =
  | { readonly kind: 'value'; readonly name: string; readonly value: string }
  /** Its value is made when it is written. */
  | { readonly kind: 'secret'; readonly name: string }
  | { readonly kind: 'remark'; readonly text: string }

/** Answers → what `.env` is to hold beside the configuration. */
export const envLinesOf = (answers: Answers): readonly EnvLine[] => [
  { kind: 'remark', text: 'Latchkey. These are secrets: keep them, and out of the repository.' },
  { kind: 'secret', name: 'LATCHKEY_SECRET' },
  ...(hasNextAuth(answers) ? [{ kind: 'secret', name: 'LATCHKEY_CLIENT_SECRET' } as const] : []),
  ...(asksServer(answers) ? [{ kind: 'secret', name: 'API_CLIENT_SECRET' } as const] : []),
  ...(answers.database === 'postgres'
    ? [{ kind: 'value', name: 'LATCHKEY_DATABASE', value: 'postgres://localhost:5432/latchkey' } as const]
    : []),
  ...remarks(
    'Where people use it; `latchkey dev` needs none of these:',
    // On one origin the proxy of the app passes its path on as it came.
    formAtApi(answers) === 'cookie'
      ? 'LATCHKEY_ISSUER=https://app.example.com/auth'
      : 'LATCHKEY_ISSUER=https://auth.example.com',
    'APP_URL=https://app.example.com',
    'API_AUDIENCE=https://api.example.com',
    'LATCHKEY_SMTP=smtps://user:password@mail.example.com',
    ...answers.providers.flatMap((name) => [
      `AUTH_${name.toUpperCase()}_ID=`,
      `AUTH_${name.toUpperCase()}_SECRET=`,
    ]),
  ),
]

const remarks = (...texts: readonly string[]): readonly EnvLine[] =>
  texts.map((text) => ({ kind: 'remark', text }))
