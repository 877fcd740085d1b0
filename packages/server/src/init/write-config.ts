import type { Answers, ProviderName } from './answers.js'
import { asksServer, formAtApi, hasNextAuth } from './form-at-api.js'
import { quote } from './quote.js'

/** Answers → the text of `latchkey.config.ts`. Secrets and what differs between machines come from the environment. */
export const writeConfig = (answers: Answers): string => {
  const { apiUrl, providers } = answers
  const clients = clientsOf(answers)
  const lines = [
    `audiences: [process.env['API_AUDIENCE'] ?? ${quote(apiUrl)}],`,
    ...(providers.length > 0
      ? [
          'providers: [',
          '  // `latchkey dev` sets all of these, to its own twins. Where GOOGLE_ISSUER and the like are not set, it is the real one.',
          ...providers.flatMap(PROVIDER_LINES_OF).map((line) => `  ${line}`),
          '],',
        ]
      : []),
    ...(clients.length > 0 ? ['clients: [', ...clients.map((line) => `  ${line}`), '],'] : []),
    ...browserOf(answers),
    ...(answers.frontend === 'django' ? [`doors: [${doorOf(answers)}],`] : []),
  ]
  return [
    `import { ${importsOf(answers).join(', ')} } from '@latchkey/server'`,
    '',
    '// Read from .env or the environment: LATCHKEY_ISSUER, LATCHKEY_SECRET, LATCHKEY_DATABASE and LATCHKEY_SMTP.',
    'export default defineConfig({',
    ...lines.map((line) => `  ${line}`),
    '})',
    '',
  ].join('\n')
}

const DOOR_FUNCTIONS = {
  'dj-rest-auth': 'djRestAuth',
  'drf-token': 'drfToken',
  'fastapi-tokens': 'fastapiTokens',
} as const

const importsOf = (answers: Answers): readonly string[] =>
  [
    'defineConfig',
    ...answers.providers,
    ...(answers.frontend === 'django' ? [DOOR_FUNCTIONS[answers.door]] : []),
    ...(answers.pages === 'hosted' ? ['hostedPages'] : []),
  ].sort()

const PROVIDER_LINES_OF = (name: ProviderName): readonly string[] => {
  const variable = name.toUpperCase()
  const isOidc = name === 'google' || name === 'microsoft'
  const id = `process.env['AUTH_${variable}_ID'] ?? ''`
  return [
    `${name}({`,
    isOidc ? `  clientIds: [${id}],` : `  clientId: ${id},`,
    `  clientSecret: process.env['AUTH_${variable}_SECRET'],`,
    name === 'google'
      ? `  issuer: process.env['GOOGLE_ISSUER'],`
      : `  baseUrl: process.env['${variable}_URL'],`,
    '}),',
  ]
}

const clientsOf = (answers: Answers): readonly string[] => [
  ...(hasNextAuth(answers)
    ? [
        '// The Next.js app. It may hand over passwords that people type into its own form only where this says passwordSignIn.',
        `{ id: 'web', type: 'confidential', secret: process.env['LATCHKEY_CLIENT_SECRET']${answers.pages === 'hosted' ? ', passwordSignIn: true' : ''} },`,
      ]
    : []),
  ...(asksServer(answers)
    ? [
        '// The API: it asks here whose session stands behind a request.',
        `{ id: 'api', type: 'confidential', secret: process.env['API_CLIENT_SECRET'] },`,
      ]
    : []),
]

/** NextAuth with pages of its own signs people in by its providers alone: then no page of a browser comes here. */
const browserOf = (answers: Answers): readonly string[] => {
  const { frontend, app, pages } = answers
  if (hasNextAuth(answers) && pages === 'own') return []
  const isBehindOneAddress = formAtApi(answers) === 'cookie'
  return [
    'browser: {',
    ...(isBehindOneAddress
      ? ['  // The web server of the app passes /auth on to Latchkey, so for browsers both are one origin.']
      : []),
    `  topology: { kind: '${isBehindOneAddress ? 'same-origin' : 'sub-domain'}', app: process.env['APP_URL'] ?? ${quote(app)} },`,
    ...pagesOf(frontend, pages),
    '},',
    ...(isBehindOneAddress
      ? ['// One proxy appends to X-Forwarded-For: attempts are counted by network.', 'trustedProxies: 1,']
      : []),
  ]
}

const pagesOf = (frontend: Answers['frontend'], pages: Answers['pages']): readonly string[] => {
  if (pages === 'hosted') return ['  pages: hostedPages(),']
  // Frontends of a former backend read the proof out of the path.
  return frontend === 'django'
    ? [
        `  pages: { confirmSignUp: '/verify-email/{token}', resetPassword: '/password/reset/confirm/{uid}/{token}' },`,
      ]
    : []
}

const doorOf = ({ door, providers, app }: Answers): string => {
  const hasGoogle = providers.includes('google')
  switch (door) {
    case 'dj-rest-auth':
      return `djRestAuth({ prefix: '/api/auth', origins: [process.env['APP_URL'] ?? ${quote(app)}] })`
    case 'drf-token':
      return hasGoogle ? `drfToken({ prefix: '/api' })` : `drfToken({ prefix: '/api', signIn: {} })`
    case 'fastapi-tokens':
      return 'fastapiTokens()'
  }
}
