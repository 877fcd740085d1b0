import { type SignUpDeps, signUp } from '../../../flows/sign-up.js'
import { DJANGO_CLIENT } from '../../../model/client.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import type { CookieWriter } from '../../browser/cookies.js'
import { answerDoor } from '../../django/answer-door.js'
import { checkTypedTwice, wordPasswordRefusal } from '../../django/check-new-passwords.js'
import type { DoorCall } from '../../django/door.js'
import { readDrfFields } from '../../django/read-drf-fields.js'

/**
 * `POST registration/`: the same answer whether the address is somebody's or not. The username is chosen from the address, so that
 * nobody learns here which ones there are; it can be changed at `user/`.
 */
export const register = async (
  deps: SignUpDeps & { readonly cookies: CookieWriter },
  { request, locale, network, userAgent }: DoorCall,
): Promise<Response> => {
  const typed = await readDrfFields(request, djRestAuthFields.register)
  checkTypedTwice(typed.password1, typed.password2, 'non_field_errors')
  const { cookie } = await signUp(deps, {
    email: typed.email,
    password: typed.password1,
    name: undefined,
    profile: {},
    remember: true,
    locale,
    caller: { client: DJANGO_CLIENT, network, userAgent },
  }).catch(wordPasswordRefusal('password1', deps.passwordRules))
  return answerDoor(
    { detail: 'Verification e-mail sent.' },
    {
      status: 201,
      headers: { vary: 'Accept, Cookie' },
      setCookies: [deps.cookies.set('signUp', cookie)],
    },
  )
}
