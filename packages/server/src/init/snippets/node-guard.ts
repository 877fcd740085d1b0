import type { Answers } from '../answers.js'
import { type FormAtApi, formAtApi } from '../form-at-api.js'
import { quote } from '../quote.js'
import type { Snippet } from './snippet.js'

/** The guard of an API in Node, for the form in which this frontend carries the session to it. */
export const nodeGuard = (answers: Answers): Snippet => {
  const form = formAtApi(answers)
  return {
    side: 'api',
    file: 'latchkey-guard.ts',
    text: [
      `import { ${IMPORTS[form].join(', ')} } from '@latchkey/guard'`,
      '',
      "const issuer = process.env['LATCHKEY_ISSUER'] ?? 'http://localhost:4000'",
      ...(form === 'cookie' ? [`const app = process.env['APP_URL'] ?? ${quote(answers.app)}`] : []),
      ...(form === 'jwt'
        ? []
        : [
            '',
            '// This API is a client of Latchkey, which it asks about what it cannot read itself.',
            "const asClient = { issuer, clientId: 'api', clientSecret: process.env['API_CLIENT_SECRET'] ?? '' }",
          ]),
      '',
      'export const guard = createGuard({',
      '  issuer,',
      `  audience: process.env['API_AUDIENCE'] ?? ${quote(answers.apiUrl)},`,
      ...FORM_LINES[form].map((line) => `  ${line}`),
      '})',
      '',
    ].join('\n'),
  }
}

const IMPORTS: Readonly<Record<FormAtApi, readonly string[]>> = {
  cookie: ['createGuard', 'sessionCookie'],
  jwt: ['createGuard'],
  opaque: ['createGuard', 'introspection'],
}

const FORM_LINES: Readonly<Record<FormAtApi, readonly string[]>> = {
  cookie: [
    'cookie: sessionCookie({',
    '  ...asClient,',
    '  origins: [app],',
    "  name: app.startsWith('https:') ? '__Host-latchkey' : 'latchkey',",
    '}),',
  ],
  jwt: [],
  opaque: ['opaque: introspection(asClient),'],
}
