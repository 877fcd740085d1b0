import type { DjRestAuthSettings } from '../../model/django-doors.js'
import type { FieldRule } from '../../openapi/doors/field-rule.js'
import { cookieNamed } from './cookie-named.js'
import { readDrfFields } from './read-drf-fields.js'

/** The refresh JWT of a request: in its body, else in its cookie where the door has cookies. */
export const readRefreshToken = async (
  request: Request,
  { cookies }: Pick<DjRestAuthSettings, 'cookies'>,
  fields: { readonly refresh: FieldRule },
): Promise<string | undefined> => {
  const { refresh } = await readDrfFields(request, fields)
  return refresh ?? (cookies && cookieNamed(request, cookies.refresh))
}
