import { checkSource as checkSourceOf } from '@latchkey/guard'

/**
 * Whether a page may make this request at all: the rule of the guard, over a Web-standard request.
 *
 * @throws AuthError `csrf_origin_refused`, `csrf_site_refused`
 */
export const checkSource = (
  settings: { readonly allowedOrigins: readonly string[] },
  { headers }: Request,
): void => checkSourceOf(settings, { origin: headers.get('origin'), site: headers.get('sec-fetch-site') })
