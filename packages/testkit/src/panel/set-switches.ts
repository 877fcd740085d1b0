import type { Handler } from 'hono'
import { isOwnFormPost } from '../http/is-own-form-post.js'
import { type Parameters, readFormOnce } from '../http/parameters.js'
import type { Misbehaviour } from '../misbehaviour/switches.js'
import { OAuthRefusal } from '../oauth-refusal.js'
import type { MountedTwin } from '../twins/running-twin.js'
import type { MountedTwins } from './mounted-twins.js'

const readSwitches = (form: Parameters, { twin }: MountedTwin<unknown>): Misbehaviour => {
  if (form.get('decision') === 'behave') return {}
  const on = twin.switches.names.filter((name) => form.get(name) !== undefined)
  return Object.fromEntries(on.map((name) => [name, name === 'slow' ? Number(form.get(name)) : true]))
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
    try {
      mounted.twin.switches.set(readSwitches(form, mounted))
    } catch (error) {
      if (error instanceof TypeError) throw new OAuthRefusal('invalid_request', error.message)
      throw error
    }
    return context.redirect(`/#${path}`, 303)
  }
