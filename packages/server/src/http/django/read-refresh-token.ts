import type { DjRestAuthSettings } from '../../model/django-doors.js'
import { checkSource } from '../browser/check-source.js'
import { cookieNamed } from './cookie-named.js'
import { type FieldRule, readDrfFields } from './read-drf-fields.js'

/**
 * The refresh JWT of a request: in its body, else in its cookie where the door has cookies.
 *
 * @throws AuthError `csrf_…` for a cookie that another page sends along
 */
export const readRefreshToken = async (
  request: Request,
  { cookies, origins }: Pick<DjRestAuthSettings, 'cookies' | 'origins'>,
  rule: FieldRule = {},
): Promise<string | undefined> => {
  const { refresh } = await readDrfFields(request, { refresh: rule })
  if (refresh !== undefined || cookies === undefined) return refresh
  const kept = cookieNamed(request, cookies.refresh)
  if (kept !== undefined) checkSource({ allowedOrigins: origins }, request)
  return kept
}
