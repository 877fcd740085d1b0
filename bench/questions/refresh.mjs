import { againstFloor, load } from '../load.mjs'
import { formHeaders, WEB } from '../stack.mjs'

const aim = 0.8
const CONNECTIONS = 32
const floorName = 'Hono, form, one grouped durable update, one ES256 signature'

const refreshForm = (token, client) =>
  new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, ...client }).toString()

/** How many refreshes a second, of both kinds of client? */
export async function ask({ latchkey, floors, web, signIn }) {
  const confidential = {
    headers: { ...formHeaders, authorization: WEB },
    body: refreshForm(web.refresh_token),
  }
  const floor = (request) => () => load(floors, '/form-update-signature', request)
  const kept = await againstFloor(() => load(latchkey, '/oauth/token', confidential), floor(confidential))

  const sample = { headers: formHeaders, body: refreshForm(web.refresh_token, { client_id: 'mobile' }) }
  const rotated = await againstFloor(() => loadRotating(latchkey, signIn), floor(sample))
  return [
    { question: 'refresh, confidential client (token kept)', floor: floorName, aim, ...kept },
    { question: 'refresh, public client (token rotates)', floor: floorName, aim, ...rotated },
  ]
}

/** Each connection is a device: it sends what the answer before gave it. */
async function loadRotating(latchkey, signIn) {
  const devices = []
  for (let index = 0; index < CONNECTIONS; index += 1) devices.push((await signIn('mobile')).refresh_token)
  let next = 0
  const request = {
    headers: formHeaders,
    setupClient: (client) => {
      let token = devices[next++]
      const send = () => client.setBody(refreshForm(token, { client_id: 'mobile' }))
      send()
      client.on('body', (body) => {
        token = JSON.parse(body.toString()).refresh_token
        send()
      })
    },
  }
  return load(latchkey, '/oauth/token', request)
}
