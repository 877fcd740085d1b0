import { removeFlag } from './flag.js'
import { navigate } from './navigate.js'

const UNAUTHORIZED = 401

/**
 * Calls the API as axios 0.x does, whose CSRF cookie and header were given Django's names: the header goes with every request,
 * GET too, as soon as there is the cookie.
 *
 * @throws Error with the status of any answer but a success; a 401 also forgets the login and goes home
 */
export const callApi = async (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> => {
  const csrfToken = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1]
  const answer = await fetch(path, {
    method,
    headers: {
      Accept: 'application/json, text/plain, */*',
      ...(csrfToken !== undefined && { 'X-CSRFToken': csrfToken }),
      ...(body !== undefined && { 'Content-Type': 'application/json;charset=UTF-8' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (answer.status === UNAUTHORIZED) {
    removeFlag()
    navigate('/')
  }
  if (!answer.ok) throw new Error(`Request failed with status code ${answer.status}`)
  return answer.json()
}
