import type { SimpleJwtPair } from '../../flows/django/steps/issue-simple-jwt.js'
import { toDjangoUser } from '../../model/django-account.js'
import type { DjRestAuthSettings, DoorCookies } from '../../model/django-doors.js'
import { SECOND } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import { answerDoor } from './answer-door.js'

/** The answer to a sign-in: the pair under the names this frontend knows, and the person. */
export const answerSimpleJwt = (
  { clock }: { readonly clock: Clock },
  settings: DjRestAuthSettings,
  pair: SimpleJwtPair,
): Response => {
  const { names, cookies, describeUser } = settings
  return answerDoor(
    {
      [names.access]: pair.access,
      [names.refresh]: pair.refresh,
      user: describeUser(toDjangoUser(pair.user, pair.account)),
    },
    {
      headers: { allow: 'POST, OPTIONS', vary: 'Accept, Cookie' },
      setCookies: cookies === undefined ? [] : setTokenCookies({ clock }, settings, pair),
    },
  )
}

/** Both cookies, for as long as what is in them. */
export const setTokenCookies = (
  { clock }: { readonly clock: Clock },
  { cookies, limits }: Pick<DjRestAuthSettings, 'cookies' | 'limits'>,
  pair: SimpleJwtPair,
): readonly string[] => {
  if (cookies === undefined) return []
  const accessAge = Math.floor((pair.accessExpiresAt - clock.now()) / SECOND)
  return [
    line(cookies, cookies.access, { value: pair.access, maxAge: accessAge }),
    line(cookies, cookies.refresh, { value: pair.refresh, maxAge: Math.floor(limits.idleLimit / SECOND) }),
  ]
}

export const clearTokenCookies = (cookies: DoorCookies | undefined): readonly string[] =>
  cookies === undefined
    ? []
    : [cookies.access, cookies.refresh].map((name) => line(cookies, name, { value: '', maxAge: 0 }))

const line = (
  { sameSite, secure }: DoorCookies,
  name: string,
  { value, maxAge }: { readonly value: string; readonly maxAge: number },
): string =>
  `${name}=${value}; HttpOnly; Max-Age=${maxAge}; Path=/; SameSite=${sameSite}${secure ? '; Secure' : ''}`
