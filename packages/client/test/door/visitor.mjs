import { jarFetch } from './jar-fetch.mjs'

/**
 * Somebody in a browser of their own, beside the pages of the test.
 *
 * @param {import('@latchkey/server').Latchkey} latchkey
 * @returns one request of theirs; a refusal is an error
 */
export const openVisitor = (latchkey) => {
  const browser = jarFetch((request) => latchkey.fetch(request))
  const ask = async (method, path, headers, body) => {
    const request = { method, headers, body: body && JSON.stringify(body) }
    const response = await browser.fetch(`${latchkey.issuer}${path}`, request)
    const answer = await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer.reason}`)
    return answer
  }
  return async (method, path, body) => {
    const { csrfToken } = await ask('GET', '/session')
    return ask(method, path, { 'x-xsrf-token': csrfToken, 'content-type': 'application/json' }, body)
  }
}
