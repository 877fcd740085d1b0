import type { Answers, ProviderName } from '../answers.js'
import { quote } from '../quote.js'
import type { Snippet } from './snippet.js'

/** A provider of NextAuth under the name that Latchkey knows it by. */
interface NextAuthProvider {
  readonly module: string
  readonly name: string
  /** What it is called with, in v5. Auth.js looks at PKCE alone unless it is told more. */
  readonly options: string
}

const V5: Readonly<Record<ProviderName, NextAuthProvider>> = {
  google: {
    module: 'google',
    name: 'Google',
    options: `{ checks: ['pkce', 'state', 'nonce'], ...(googleIssuer && { issuer: googleIssuer }) }`,
  },
  github: {
    module: 'github',
    name: 'GitHub',
    options: `{ checks: ['pkce', 'state'], ...(githubUrl && { enterprise: { baseUrl: githubUrl } }) }`,
  },
  facebook: { module: 'facebook', name: 'Facebook', options: `{ checks: ['state'] }` },
  microsoft: {
    module: 'microsoft-entra-id',
    name: 'MicrosoftEntraID',
    options: `{ id: 'microsoft', checks: ['pkce', 'state', 'nonce'] }`,
  },
}

/** In v4 a provider reads nothing from the environment by itself. */
const V4: Readonly<
  Record<ProviderName, Pick<NextAuthProvider, 'module' | 'name'> & { readonly id?: string }>
> = {
  google: { module: 'google', name: 'GoogleProvider' },
  github: { module: 'github', name: 'GitHubProvider' },
  facebook: { module: 'facebook', name: 'FacebookProvider' },
  microsoft: { module: 'azure-ad', name: 'AzureADProvider', id: 'microsoft' },
}

/** Next.js with NextAuth: its session becomes a session of Latchkey. */
export const nextAuthSnippets = (answers: Answers): readonly Snippet[] => [
  {
    side: 'frontend',
    file: 'auth.ts',
    text: answers.frontend === 'next-auth-v4' ? authV4(answers) : authV5(answers),
  },
  { side: 'frontend', file: 'call-api.ts', text: callApi(answers) },
]

const authV5 = ({ providers, pages }: Answers): string =>
  [
    "import { createLatchkeyBridge } from '@latchkey/client/next-auth'",
    "import NextAuth from 'next-auth'",
    ...providers.map((name) => `import ${V5[name].name} from 'next-auth/providers/${V5[name].module}'`),
    '',
    'const latchkey = createLatchkeyBridge() // LATCHKEY_ISSUER, LATCHKEY_CLIENT_ID, LATCHKEY_CLIENT_SECRET',
    ...twinsAmong(providers),
    '',
    'export const { handlers, auth, signIn, signOut } = NextAuth(',
    '  latchkey.config({',
    '    providers: [',
    ...providers.map((name) => `      ${V5[name].name}(${V5[name].options}),`),
    ...(pages === 'hosted' ? ['      latchkey.credentials(),'] : []),
    '    ],',
    '  }),',
    ')',
    'export const { getAccessToken } = latchkey',
    '',
  ].join('\n')

/** Where `latchkey dev` has its own Google and GitHub. */
const twinsAmong = (providers: readonly ProviderName[]): readonly string[] => [
  ...(providers.includes('google') ? ["const googleIssuer = process.env['GOOGLE_ISSUER']"] : []),
  ...(providers.includes('github') ? ["const githubUrl = process.env['GITHUB_URL']"] : []),
]

const authV4 = ({ providers, pages }: Answers): string =>
  [
    "import { createLatchkeyBridge } from '@latchkey/client/next-auth'",
    "import NextAuth from 'next-auth'",
    ...providers.map((name) => `import ${V4[name].name} from 'next-auth/providers/${V4[name].module}'`),
    '',
    'const latchkey = createLatchkeyBridge() // LATCHKEY_ISSUER, LATCHKEY_CLIENT_ID, LATCHKEY_CLIENT_SECRET',
    '',
    'export const authOptions = latchkey.authOptions({',
    '  providers: [',
    ...providers.flatMap(providerV4).map((line) => `    ${line}`),
    ...(pages === 'hosted' ? ['    latchkey.credentials(),'] : []),
    '  ],',
    '})',
    'export const { getAccessToken } = latchkey',
    'export default NextAuth(authOptions)',
    '',
  ].join('\n')

const providerV4 = (provider: ProviderName): readonly string[] => {
  const { name, id } = V4[provider]
  const variable = provider.toUpperCase()
  return [
    `${name}({`,
    ...(id === undefined ? [] : [`  id: '${id}',`]),
    `  clientId: process.env['AUTH_${variable}_ID'] ?? '',`,
    `  clientSecret: process.env['AUTH_${variable}_SECRET'] ?? '',`,
    '}),',
  ]
}

const callApi = ({ frontend, apiUrl }: Answers): string =>
  frontend === 'next-auth-v4'
    ? `import type { NextApiRequest } from 'next'
import { getAccessToken } from './auth'

/** Calls the API in the name of whoever is signed in; no token reaches the browser. */
export const callApi = async (request: NextApiRequest, path: string): Promise<Response> =>
  fetch(${quote(apiUrl)} + path, { headers: { authorization: \`Bearer \${await getAccessToken(request)}\` } })
`
    : `import { getAccessToken } from './auth'

/** Calls the API in the name of whoever is signed in; no token reaches the browser. */
export const callApi = async (path: string): Promise<Response> =>
  fetch(${quote(apiUrl)} + path, { headers: { authorization: \`Bearer \${await getAccessToken()}\` } })
`
