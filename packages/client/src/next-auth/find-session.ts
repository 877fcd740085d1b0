import type { Edition } from './editions/edition.js'
import type { HostConfig } from './host-config.js'
import { readSessionCookie } from './read-session-cookie.js'
import { cookiesOfNext, cookiesOfRequest, type RequestWithCookies } from './seen-cookies.js'
import { readSessionForm, type SessionForm } from './session-form.js'

/** The config NextAuth runs with, and its edition. */
export interface Host {
  readonly config: HostConfig
  readonly edition: Edition
}

/**
 * The session in the cookie of a request, or of the one Next is answering; undefined when there is none.
 *
 * @throws TypeError when there is no request to read, or a cookie and no secret to read it with
 */
export type FindSession = (request?: RequestWithCookies) => Promise<SessionForm | undefined>

export const createFindSession =
  (host: () => Host): FindSession =>
  async (request) => {
    const seen = request === undefined ? await cookiesOfNext() : cookiesOfRequest(request)
    const { config, edition } = host()
    return readSessionForm(await readSessionCookie(config, edition, seen, process.env))
  }
