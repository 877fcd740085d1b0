import type { DjangoSessionSettings, DrfTokenSettings, FastapiTokensSettings } from '../model/django-doors.js'
import type { FormerTokens } from '../ports/former-tokens.js'
import type { Door } from './django/door.js'
import { type DjangoSessionDeps, djangoSessionDoor } from './doors/django/django-session.js'
import { type DrfTokenDeps, drfTokenDoor } from './doors/django/drf-token.js'
import { type FastapiTokensDeps, fastapiTokensDoor } from './doors/django/fastapi-tokens.js'

export type DoorDeps = DrfTokenDeps & Omit<FastapiTokensDeps, 'formerTokens'> & DjangoSessionDeps

/** One door as it is configured, with what reads the tokens of the backend before. */
export type OpenedDoor = (DrfTokenSettings | FastapiTokensSettings | DjangoSessionSettings) & {
  readonly formerTokens: FormerTokens
}

export const openDoor = (deps: DoorDeps, door: OpenedDoor): Door => {
  switch (door.kind) {
    case 'drfToken':
      return drfTokenDoor(deps, door)
    case 'fastapiTokens':
      return fastapiTokensDoor({ ...deps, formerTokens: door.formerTokens }, door)
    case 'djangoSession':
      return djangoSessionDoor(deps, door)
  }
}
