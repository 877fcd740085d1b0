import type { DjRestAuthSettings } from '../../model/django-doors.js'
import { cookieNamed } from './cookie-named.js'
import { type FieldRule, readDrfFields } from './read-drf-fields.js'

/** The refresh JWT of a request: in its body, else in its cookie where the door has cookies. */
export const readRefreshToken = async (
  request: Request,
  { cookies }: Pick<DjRestAuthSettings, 'cookies'>,
  rule: FieldRule = {},
): Promise<string | undefined> => {
  const { refresh } = await readDrfFields(request, { refresh: rule })
  return refresh ?? (cookies && cookieNamed(request, cookies.refresh))
}
