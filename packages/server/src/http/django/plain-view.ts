import { AuthError } from '@latchkey/contract'
import { answerDoorPage } from './answer-door.js'
import type { Door, DoorRoute } from './door.js'

/** Without a character that any encoding reads otherwise, for Django names none here. */
const FORBIDDEN = `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>403 Forbidden</title>
</head>
<body>
  <h1>Forbidden</h1>
  <p>This request did not come from a page of ours, or the page is an old one. Load it again, then try once more.</p>
</body>
</html>
`

/** Of a page with nothing in it but text. */
const NOTHING_ELSE = { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" }

/**
 * How views of Django refuse that are none of Django REST framework: its CSRF protection with a page, a method with nothing at all,
 * and without `OPTIONS` among those there are.
 */
export const plainView = (refuse: Door['refuse']): Required<Pick<DoorRoute, 'refuse' | 'refuseMethod'>> => ({
  refuse: (request, thrown) => {
    const refused = refuse(request, thrown)
    return isCsrf(thrown)
      ? answerDoorPage(FORBIDDEN, 'text/html', { status: refused.status, headers: NOTHING_ELSE })
      : refused
  },
  refuseMethod: (_request, allowed) =>
    answerDoorPage('', 'text/html; charset=utf-8', {
      status: 405,
      headers: { allow: allowed.replace(/, OPTIONS$/, '') },
    }),
})

const isCsrf = (thrown: unknown): boolean => thrown instanceof AuthError && thrown.code.startsWith('csrf_')
