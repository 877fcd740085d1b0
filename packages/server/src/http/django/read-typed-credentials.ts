import { readBody } from '../read-body.js'
import { detail, WireRefusal } from './wire-refusal.js'

const bothNeeded = new WireRefusal(400, {
  errors: { __all__: 'Please enter both username and password' },
})

/**
 * Address and password of a plain Django view that reads JSON, whatever the body is said to be.
 *
 * @throws WireRefusal unless both are texts
 * @throws AuthError `body_too_large`
 */
export const readTypedCredentials = async (
  request: Request,
): Promise<{ readonly name: string; readonly password: string }> => {
  const { email, password } = parse(await readBody(request))
  if (typeof email !== 'string' || typeof password !== 'string') throw bothNeeded
  return { name: email, password }
}

const parse = (body: string): { readonly email?: unknown; readonly password?: unknown } => {
  let given: unknown
  try {
    given = JSON.parse(body)
  } catch {
    // What JSON.parse says quotes the body, which may be a password.
    throw detail(400, 'JSON parse error - the body is not JSON')
  }
  return typeof given === 'object' && given !== null ? given : {}
}
