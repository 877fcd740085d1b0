/** What the frontend is. */
export const FRONTENDS = ['next-auth', 'next-auth-v4', 'vue', 'react', 'pages', 'django', 'none'] as const
export type Frontend = (typeof FRONTENDS)[number]

/** Which wire a frontend of a former backend speaks. */
export const DOORS = ['dj-rest-auth', 'drf-token', 'fastapi-tokens'] as const
export type Door = (typeof DOORS)[number]

/** What the API is. */
export const APIS = [
  'express',
  'fastify',
  'hono',
  'koa',
  'nest',
  'next',
  'django',
  'fastapi',
  'other',
] as const
export type Api = (typeof APIS)[number]

/** Providers that `latchkey dev` has a twin of and NextAuth a name for. The others are written by hand. */
export const PROVIDERS = ['google', 'github', 'facebook', 'microsoft'] as const
export type ProviderName = (typeof PROVIDERS)[number]

export const PAGES = ['hosted', 'own'] as const
export type Pages = (typeof PAGES)[number]

export const DATABASES = ['sqlite', 'postgres'] as const
export type Database = (typeof DATABASES)[number]

/** What somebody wants of `latchkey init`, every question answered. */
export interface Answers {
  readonly frontend: Frontend
  /** Counts where the frontend is `django` alone. */
  readonly door: Door
  readonly api: Api
  readonly providers: readonly ProviderName[]
  /** Who shows the pages to sign in on. */
  readonly pages: Pages
  readonly database: Database
  /** The origin of the pages, as browsers write it. */
  readonly app: string
  /** The address of the API, which is its name in tokens: no slash at the end. */
  readonly apiUrl: string
}
