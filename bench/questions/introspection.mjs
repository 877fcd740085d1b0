import { againstFloor, load } from '../load.mjs'
import { formHeaders, WEB } from '../stack.mjs'

const aim = 0.85

/** How many introspections a second, against Hono parsing the same form and answering the same bytes? */
export async function ask({ latchkey, floors, web }) {
  const request = {
    headers: { ...formHeaders, authorization: WEB },
    body: new URLSearchParams({ token: web.access_token }).toString(),
  }
  const result = await againstFloor(
    () => load(latchkey, '/oauth/introspect', request),
    () => load(floors, '/form', request),
  )
  return [
    { question: 'introspection of an access JWT', floor: 'Hono parses the form, same bytes', aim, ...result },
  ]
}
