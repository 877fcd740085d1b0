import type {
  DjangoSessionSettings,
  DjRestAuthSettings,
  DrfTokenSettings,
  FastapiTokensSettings,
} from '../model/django-doors.js'
import type { BrowserSettings } from '../model/topology.js'
import type { FormerTokens } from '../ports/former-tokens.js'
import { browserCookies } from './browser/cookies.js'
import { type DjRestAuthDeps, djRestAuthDoor, type MailRouteDeps } from './dj-rest-auth-door.js'
import type { Door } from './django/door.js'
import { type DjangoSessionDeps, djangoSessionDoor } from './doors/django/django-session.js'
import { type DrfTokenDeps, drfTokenDoor } from './doors/django/drf-token.js'
import { type FastapiTokensDeps, fastapiTokensDoor } from './doors/django/fastapi-tokens.js'

export type DoorDeps = DrfTokenDeps &
  DjangoSessionDeps &
  Omit<FastapiTokensDeps & DjRestAuthDeps, 'formerTokens'> & {
    /** Undefined: shut, and no mail goes out. */
    readonly browserDoor: { readonly browser: BrowserSettings } | undefined
  }

/** One door as it is configured, with what reads the tokens of the backend before. */
export type OpenedDoor = (
  | DjangoSessionSettings
  | DjRestAuthSettings
  | DrfTokenSettings
  | FastapiTokensSettings
) & {
  readonly formerTokens: FormerTokens
}

export const openDoor = (deps: DoorDeps, door: OpenedDoor): Door => {
  const doorDeps = { ...deps, formerTokens: door.formerTokens }
  switch (door.kind) {
    case 'drfToken':
      return drfTokenDoor(deps, door)
    case 'djRestAuth':
      return djRestAuthDoor(doorDeps, door, mailRouteDeps(deps))
    case 'fastapiTokens':
      return fastapiTokensDoor(doorDeps, door)
    case 'djangoSession':
      return djangoSessionDoor(deps, door)
  }
}

const mailRouteDeps = ({ browserDoor }: DoorDeps): MailRouteDeps | undefined =>
  browserDoor && { cookies: browserCookies(browserDoor.browser.cookie) }
