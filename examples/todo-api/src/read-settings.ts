import { z } from 'zod'

const settings = z.object({
  TODO_API_PORT: z.coerce.number().int().min(1).max(65_535).default(8000),
  /** Where to listen. Only this machine, unless told otherwise. */
  TODO_API_HOST: z.string().min(1).default('localhost'),
  /** Which of the three servers runs. They answer alike. */
  TODO_API_FRAMEWORK: z.enum(['hono', 'express', 'fastify']).default('hono'),
  /** The SQLite file. */
  TODO_DATABASE: z.string().min(1).default('todos.db'),
  LATCHKEY_ISSUER: z.url().default('http://localhost:4000'),
  /** A tenant of Auth0 whose tokens are accepted beside those of Latchkey. */
  AUTH0_DOMAIN: z.string().min(1).optional(),
  /** The name access tokens must carry for this API. */
  TODO_API_AUDIENCE: z.string().min(1).default('http://localhost:8000'),
  NODE_ENV: z.string().optional(),
})
export type Settings = z.infer<typeof settings>

/** @throws TypeError that names every variable that is wrong */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const outcome = settings.safeParse(environment)
  if (outcome.success) return outcome.data
  const problems = outcome.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new TypeError(`The todo API cannot start. ${problems.join('; ')}`)
}
