import type { Handler } from 'hono'
import { isOwnFormPost } from '../http/is-own-form-post.js'
import { type Parameters, readFormOnce } from '../http/parameters.js'
import { SLOWEST_MS } from '../misbehaviour/switchboard.js'
import type { Misbehaviour } from '../misbehaviour/switches.js'
import { OAuthRefusal } from '../oauth-refusal.js'
import type { MountedTwin } from '../twins/running-twin.js'
import type { MountedTwins } from './mounted-twins.js'

const readMilliseconds = (text: string): number => {
  const milliseconds = Number(text)
  if (/^\d+$/.test(text) && milliseconds <= SLOWEST_MS) return milliseconds
  throw new OAuthRefusal('invalid_request', `Wait whole milliseconds, ${SLOWEST_MS} at most.`)
}

/** @throws OAuthRefusal */
const readSwitches = (form: Parameters, { twin }: MountedTwin<unknown>): Misbehaviour => {
  if (form.get('decision') === 'behave') return {}
  const positions = twin.switches.names.flatMap((name) => {
    const text = form.get(name)
    return text === undefined ? [] : [[name, name === 'slow' ? readMilliseconds(text) : true] as const]
  })
  return Object.fromEntries(positions)
}

/** Sets the switches of one twin as the form shows them. */
export const setSwitches =
  (twins: MountedTwins): Handler =>
  async (context) => {
    if (!isOwnFormPost(context.req.raw)) return context.text('The form was sent by another website.\n', 403)
    const form = await readFormOnce(context.req.raw)
    const path = form.get('twin') ?? ''
    const mounted = Object.hasOwn(twins, path) ? twins[path] : undefined
    if (mounted === undefined) throw new OAuthRefusal('invalid_request', 'There is no such provider here.')
    mounted.twin.switches.set(readSwitches(form, mounted))
    return context.redirect(`/#${path}`, 303)
  }
