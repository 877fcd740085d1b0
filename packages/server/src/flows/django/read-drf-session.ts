import { readDrfToken } from '../../forms/drf-token.js'
import type { Secrets } from '../../ports/secrets.js'
import type { CurrentSession } from '../steps/current-of.js'
import { type ReadDjangoSessionDeps, readOpaqueSession } from './steps/read-django-session.js'

export interface ReadDrfTokenDeps extends ReadDjangoSessionDeps {
  readonly secrets: Secrets
}

/** Token of Django REST framework → session and user, for reading; undefined when it opens nothing any more. */
export const readDrfSession = async (
  deps: ReadDrfTokenDeps,
  token: string,
): Promise<CurrentSession | undefined> => {
  const hash = readDrfToken(deps.secrets, token)
  return hash === undefined ? undefined : readOpaqueSession(deps, hash, 'memory')
}
