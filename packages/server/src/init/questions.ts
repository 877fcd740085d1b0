import { APIS, DATABASES, DOORS, FRONTENDS, PAGES, PROVIDERS } from './answers.js'
import type { Found } from './recognise.js'

/** What is answered so far, as text. */
export type Texts = Readonly<Partial<Record<QuestionName, string>>>

export type QuestionName = 'frontend' | 'door' | 'api' | 'providers' | 'pages' | 'database' | 'app' | 'apiUrl'

/** One thing to know. Asked in a terminal, or given as an option. */
export interface Question {
  readonly name: QuestionName
  /** `--api-url` */
  readonly option: string
  readonly asks: string
  /** What may be answered; undefined where it is an address or a list. */
  readonly choices?: Readonly<Record<string, string>>
  readonly isAsked: (soFar: Texts) => boolean
  /** The default, by what was found and answered. */
  readonly suggest: (soFar: Texts, found: Found) => string
  /** Why a text is no answer, with what to write. */
  readonly problemWith: (text: string) => string | undefined
}

const FRONTEND_NAMES = {
  'next-auth': 'Next.js with Auth.js (NextAuth v5)',
  'next-auth-v4': 'Next.js with NextAuth v4',
  vue: 'Vue',
  react: 'React',
  pages: 'plain pages',
  django: 'a frontend written for Django or FastAPI sign-in, to run on unchanged',
  none: 'none yet',
} as const satisfies Record<(typeof FRONTENDS)[number], string>

const DOOR_NAMES = {
  'dj-rest-auth': 'dj-rest-auth: login/, token/refresh/, user/ …',
  'drf-token': "REST framework's tokens: a Google ID token for `Token <hex>`",
  'fastapi-tokens': '/users/login/ and /users/session/ (Auth.js over FastAPI)',
} as const satisfies Record<(typeof DOORS)[number], string>

const API_NAMES = {
  express: 'Express',
  fastify: 'Fastify',
  hono: 'Hono',
  koa: 'Koa',
  nest: 'NestJS',
  next: 'routes of Next.js',
  django: 'Django REST framework',
  fastapi: 'FastAPI',
  other: 'something else, or none yet',
} as const satisfies Record<(typeof APIS)[number], string>

const PAGE_NAMES = {
  hosted: 'Latchkey shows them',
  own: 'my app shows its own',
} as const satisfies Record<(typeof PAGES)[number], string>

const DATABASE_NAMES = {
  sqlite: 'SQLite, a file',
  postgres: 'PostgreSQL',
} as const satisfies Record<(typeof DATABASES)[number], string>

const always = (): boolean => true

const oneOf = (names: readonly string[]) => (text: string) =>
  names.includes(text) ? undefined : `Write one of: ${names.join(', ')}.`

const APP_PORTS: Readonly<Record<string, number>> = { vue: 5173, react: 5173, pages: 8080 }
const NONE = 'none'

/** The questions, in the order they are asked. */
export const QUESTIONS: readonly Question[] = [
  {
    name: 'frontend',
    option: '--frontend',
    asks: 'What is your frontend?',
    choices: FRONTEND_NAMES,
    isAsked: always,
    suggest: (_, { frontend }) => frontend?.name ?? NONE,
    problemWith: oneOf(FRONTENDS),
  },
  {
    name: 'door',
    option: '--door',
    asks: 'What does it call?',
    choices: DOOR_NAMES,
    isAsked: ({ frontend }) => frontend === 'django',
    suggest: () => 'dj-rest-auth',
    problemWith: oneOf(DOORS),
  },
  {
    name: 'api',
    option: '--api',
    asks: 'What is your API?',
    choices: API_NAMES,
    isAsked: always,
    suggest: (_, { api }) => api?.name ?? 'other',
    problemWith: oneOf(APIS),
  },
  {
    name: 'providers',
    option: '--providers',
    asks: `Whom may people sign in with, beside a password? Any of ${PROVIDERS.join(', ')}, with commas between, or ${NONE}`,
    isAsked: always,
    suggest: () => 'google,github',
    problemWith: (text) => {
      const unknown = listOf(text).find((one) => !PROVIDERS.some((name) => name === one))
      if (unknown === undefined) return undefined
      return `${JSON.stringify(unknown)} is none that is set up here. Write ${NONE}, or any of ${PROVIDERS.join(', ')}; docs/social-sign-in.md has the others.`
    },
  },
  {
    name: 'pages',
    option: '--pages',
    asks: 'Who shows the pages to sign up and sign in on?',
    choices: PAGE_NAMES,
    isAsked: always,
    suggest: () => 'hosted',
    problemWith: oneOf(PAGES),
  },
  {
    name: 'database',
    option: '--database',
    asks: 'Where are people and sessions kept?',
    choices: DATABASE_NAMES,
    isAsked: always,
    suggest: () => 'sqlite',
    problemWith: oneOf(DATABASES),
  },
  {
    name: 'app',
    option: '--app',
    asks: 'Where do browsers reach your app while you develop?',
    isAsked: always,
    suggest: ({ frontend = '' }) => `http://localhost:${APP_PORTS[frontend] ?? 3000}`,
    problemWith: (text) => {
      const url = webAddress(text)
      return url !== undefined && url.pathname === '/' && isOnThisMachine(url)
        ? undefined
        : 'Write an address of this machine without a path, such as http://localhost:5173. APP_URL names the real one, where people use it.'
    },
  },
  {
    name: 'apiUrl',
    option: '--api-url',
    asks: 'And your API?',
    isAsked: always,
    suggest: () => 'http://localhost:8000',
    problemWith: (text) =>
      webAddress(text) === undefined ? 'Write its address, such as http://localhost:8000.' : undefined,
  },
]

/** `google, github` → its parts; `none` has none. */
export const listOf = (text: string): readonly string[] => {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return parts.length === 1 && parts[0] === NONE ? [] : [...new Set(parts)]
}

/** Undefined for whatever is no plain web address. */
export const webAddress = (text: string): URL | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined
  const isPlain = `${url.username}${url.password}${url.search}${url.hash}` === ''
  // Both stand in files of several languages: what none of them has a meaning for.
  return isPlain && /^([a-z0-9.-]+|\[[0-9a-f:.]+\])$/.test(url.hostname) && /^[\w./~-]*$/.test(url.pathname)
    ? url
    : undefined
}

const isOnThisMachine = ({ hostname }: URL): boolean =>
  /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
