import { z } from 'zod'

const settings = z.object({
  TODO_API_PORT: z.coerce.number().int().min(1).max(65_535).default(8000),
  /** Where to listen. Only this machine, unless told otherwise. */
  TODO_API_HOST: z.string().min(1).default('localhost'),
  /** The SQLite file. */
  TODO_DATABASE: z.string().min(1).default('todos.db'),
  LATCHKEY_ISSUER: z.url().default('http://localhost:4000'),
  /** The name access tokens must carry for this API. */
  TODO_API_AUDIENCE: z.string().min(1).default('http://localhost:8000'),
})

/** @throws TypeError that names every variable that is wrong */
export function readSettings(environment: NodeJS.ProcessEnv): z.infer<typeof settings> {
  const outcome = settings.safeParse(environment)
  if (outcome.success) return outcome.data
  const problems = outcome.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new TypeError(`The todo API cannot start. ${problems.join('; ')}`)
}
