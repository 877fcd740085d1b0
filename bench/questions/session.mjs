import { againstFloor, load } from '../load.mjs'

/** A plain indexed SELECT behind Hono reaches 41 % of bare Hono. */
const aim = 0.6

/** How many pages a second can ask who is signed in? */
export async function ask({ latchkey, floors, ada }) {
  const request = { method: 'GET', headers: { cookie: ada.cookie } }
  const result = await againstFloor(
    () => load(latchkey, '/session', request),
    () => load(floors, '/session', request),
  )
  return [{ question: 'session check by cookie', floor: 'Hono answers the same bytes', aim, ...result }]
}
