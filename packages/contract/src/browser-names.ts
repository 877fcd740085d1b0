/** The header that carries the CSRF token of a page: the one axios and Angular send by themselves. */
export const CSRF_HEADER = 'x-xsrf-token'

/** The cookie they read it from, where page and server share an origin. */
export const CSRF_COOKIE = 'XSRF-TOKEN'

/** What `GET /session/events` calls the end of a session. */
export const SESSION_ENDED_EVENT = 'session_ended'
