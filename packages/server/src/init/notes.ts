import type { Answers } from './answers.js'
import { asksServer, formAtApi, hasNextAuth } from './form-at-api.js'

/** What is left to do by hand, in sentences. */
export const notesFor = (answers: Answers): readonly string[] => [
  ...(answers.database === 'postgres'
    ? [
        'Put the address of your database into LATCHKEY_DATABASE in .env: postgres://user:password@host:5432/name.',
      ]
    : []),
  ...(hasNextAuth(answers) ? noteOfNextAuth(answers) : []),
  ...(answers.frontend === 'django' ? [DOOR_NOTES[answers.door]] : []),
  ...(asksServer(answers) && answers.api !== 'other'
    ? ['The API needs the line API_CLIENT_SECRET=… of .env in its own environment.']
    : []),
  ...(answers.api === 'other' ? [OTHER_API[formAtApi(answers)]] : []),
  ...(answers.frontend === 'none'
    ? ['When there is a frontend, run this again with --frontend and --force.']
    : []),
  ...(answers.providers.length > 0
    ? [
        'Where people use it, register the redirect URI with each provider and fill in AUTH_…_ID and AUTH_…_SECRET in .env: docs/social-sign-in.md.',
      ]
    : []),
]

const noteOfNextAuth = ({ frontend, providers }: Answers): readonly string[] => {
  const twins = [
    ...(providers.includes('google')
      ? [
          'GOOGLE_ISSUER=http://localhost:4400/google',
          'AUTH_GOOGLE_ID=latchkey-development',
          'AUTH_GOOGLE_SECRET=development-only',
        ]
      : []),
    ...(providers.includes('github')
      ? [
          'GITHUB_URL=http://localhost:4400/github',
          'AUTH_GITHUB_ID=Ov23liLatchkeyDevelop',
          'AUTH_GITHUB_SECRET=development-only',
        ]
      : []),
  ]
  return [
    `The Next.js app needs, in its .env.local: LATCHKEY_ISSUER=http://localhost:4000, LATCHKEY_CLIENT_ID=web, the line LATCHKEY_CLIENT_SECRET=… of .env, and ${frontend === 'next-auth-v4' ? 'NEXTAUTH_SECRET' : 'AUTH_SECRET'}.`,
    ...(frontend === 'next-auth' && twins.length > 0
      ? [`There too, to sign in with the providers of latchkey dev: ${twins.join(', ')}.`]
      : []),
  ]
}

const DOOR_NOTES = {
  'dj-rest-auth':
    'Send /api/auth of the former backend to Latchkey, or set the base address of the frontend to http://localhost:4000: docs/django-door.md.',
  'drf-token':
    'Send /api/google/ and /api/logout/ of the former backend to Latchkey, or set the base address of the frontend to http://localhost:4000: docs/django-door.md.',
  'fastapi-tokens':
    'Send /users/login/, /users/session/ and /users/logout/ of the former backend to Latchkey, or set the base address of the frontend to http://localhost:4000: docs/django-door.md.',
} as const satisfies Record<Answers['door'], string>

const OTHER_API = {
  jwt: 'Your API verifies access JWTs by the keys at /.well-known/jwks.json, as docs/python-apis.md has it: issuer, audience, algorithm and typ at+jwt.',
  cookie:
    'Your API asks POST /oauth/introspect, as the client api, whose session cookie this is, and looks at the page first: docs/guard-forms.md.',
  opaque:
    'Your API asks POST /oauth/introspect, as the client api, whose token this is: docs/token-endpoint.md.',
} as const
