import { describe, expect, it } from 'vitest'
import { compareRecorded, parseRecording, type RecordedAnswer, readRecording } from './recorded.js'

const RECORDING = `### login ok
  -> 200
     Content-Type: application/json
     Allow: POST, OPTIONS
     Set-Cookie: csrftoken=${'aA'.repeat(32)}; expires=Sat, 20 Nov 2027 04:04:52 GMT; Max-Age=31449600; Path=/; SameSite=Lax
     Set-Cookie: sessionid=${'k3'.repeat(16)}; expires=Sat, 05 Dec 2026 04:04:52 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax
     {"id":7,"email":"ada@example.com","tokens":{"access":"eyJh.eyJz.sig"},"roles":["staff"],"none":[],"at":"2026-11-21T04:01:21.964851Z","said":"Success: yes"}

access [b'{"alg":"HS256"}', b'{"exp":1795233422}']
### login GET
  -> 405
     Content-Type: text/html; charset=utf-8
     WWW-Authenticate: Token
     

### broken
  -> 500
     Content-Type: text/html
     
<!DOCTYPE html>

<p>Of several: lines
### cut
  -> 200
     content-type: application/json
     {"refresh":"eyJh.eyJz.sig","user":{"na-me":"A`

const recordedAs = (title: string): RecordedAnswer => {
  const found = parseRecording(RECORDING).find((recorded) => recorded.title === title)
  if (found === undefined) throw new Error(`${title} is not among the recorded answers`)
  return found
}
const login = recordedAs('login ok')
const wrongMethod = recordedAs('login GET')
const broken = recordedAs('broken')
const cut = recordedAs('cut')
const LATER = 'expires=Fri, 01 Jan 2038 00:00:00 GMT; '
const CSRF = `csrftoken=${'Zz'.repeat(32)}; ${LATER}Max-Age=31449600; Path=/; SameSite=Lax`
const SESSION = `sessionid=${'a1'.repeat(16)}; ${LATER}HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax`
const BODY = {
  id: 12,
  email: 'grace@example.org',
  tokens: { access: 'eyJx.eyJy.other' },
  roles: ['staff'],
  none: [],
  at: '2027-01-01T00:00:00.000000Z',
  said: 'Success: yes',
}

interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly setCookies?: readonly string[]
  readonly body?: unknown
}
/** Ours to the first request, but for the deviation. */
const compareLogin = ({
  status = 200,
  headers = {},
  setCookies = [SESSION, CSRF],
  body = BODY,
}: Answer): readonly string[] => {
  const all = new Headers({ 'content-type': 'application/json', allow: 'OPTIONS, POST', ...headers })
  return compareRecorded(login, { status, headers: all, setCookies, body })
}
const compareText = (recorded: RecordedAnswer, body: unknown): readonly string[] =>
  compareRecorded(recorded, {
    status: recorded.status,
    headers: recorded.headers,
    setCookies: [],
    body,
  })

describe('recorded answers', () => {
  it('every answer is read: title, status, headers, cookies and body, without the notes', () => {
    const titles = parseRecording(RECORDING).map(({ title }) => title)
    expect(titles).toEqual(['login ok', 'login GET', 'broken', 'cut'])
    expect([login.status, wrongMethod.status, broken.status, cut.status]).toEqual([200, 405, 500, 200])
    expect(login.headers.getSetCookie()).toHaveLength(2)
    expect(login.body).toMatchObject({ kind: 'json', value: { id: 7, said: 'Success: yes' } })
    expect(wrongMethod.headers.get('www-authenticate')).toBe('Token')
    expect(wrongMethod.body).toEqual({ kind: 'text', text: '' })
    expect(broken.body).toEqual({ kind: 'text', text: '<!DOCTYPE html>\n\n<p>Of several: lines' })
    expect(cut.body).toEqual({ kind: 'cut', names: ['refresh', 'user', 'na-me'] })
  })

  it('a section without a status is no recording', () => {
    expect(() => parseRecording('### title\n     Content-Type: a\n')).toThrow('"title" has no status')
  })

  it('keys, tokens, addresses, moments and the order of methods may differ', () => {
    expect(compareLogin({})).toEqual([])
  })

  it.each([
    ['status', { status: 201 }],
    ['content-type', { headers: { 'content-type': 'application/json; charset=utf-8' } }],
    ['www-authenticate', { headers: { 'www-authenticate': 'Token' } }],
    ['allow', { headers: { allow: 'POST' } }],
    ['cookie sessionid', { setCookies: [CSRF] }],
    ['cookie other', { setCookies: [CSRF, SESSION, 'other=1'] }],
    ['cookie sessionid value', { setCookies: [CSRF, SESSION.replace('a1', 'A1')] }],
    ['cookie sessionid value', { setCookies: [CSRF, SESSION.replace(/=\w+/, '=""')] }],
    ['cookie sessionid httponly', { setCookies: [CSRF, SESSION.replace('HttpOnly; ', '')] }],
    ['cookie csrftoken httponly', { setCookies: [`${CSRF}; HttpOnly`, SESSION] }],
    ['cookie csrftoken secure', { setCookies: [`${CSRF}; Secure`, SESSION] }],
    ['cookie sessionid samesite', { setCookies: [CSRF, SESSION.replace('Lax', 'None')] }],
    ['cookie sessionid max-age', { setCookies: [CSRF, SESSION.replace('1209600', '1209601')] }],
    ['cookie sessionid expires', { setCookies: [CSRF, SESSION.replace(LATER, '')] }],
    ['cookie sessionid expires', { setCookies: [CSRF, SESSION.replace('01 Jan 2038', '01 Jan 1970')] }],
    ['body', { body: 'Success' }],
    ['body.id', { body: { ...BODY, id: '12' } }],
    ['body.email', { body: { ...BODY, email: null } }],
    ['body.tokens.access', { body: { ...BODY, tokens: { access: 'opaque' } } }],
    ['body.roles.1', { body: { ...BODY, roles: ['staff', 'superuser'] } }],
    ['body.none', { body: { ...BODY, none: {} } }],
    ['body.at', { body: { ...BODY, at: '2027-01-01' } }],
    ['body.said', { body: { ...BODY, said: 'success: yes' } }],
    ['body.more', { body: { ...BODY, more: null } }],
  ])('another %s is told', (part, deviation) => {
    expect(compareLogin(deviation)).toEqual([part])
  })

  it('of pages it is told whether there is one', () => {
    expect(compareText(broken, '<p>Ours')).toEqual([])
    expect(compareText(broken, '')).toEqual(['body'])
    expect(compareText(broken, { detail: 'ours' })).toEqual(['body'])
    expect(compareText(wrongMethod, '')).toEqual([])
    expect(compareText(wrongMethod, '<p>Ours')).toEqual(['body'])
  })

  it('of JSON that was cut the names are compared', () => {
    expect(compareText(cut, { refresh: 'a', user: { 'na-me': 'b', other: 'c' } })).toEqual([])
    expect(compareText(cut, { detail: 'success' })).toEqual(['body.refresh', 'body.user', 'body.na-me'])
  })
})

describe.each([
  '000-article-rebuild.txt',
  '001-blacklist-cookie-variant.txt',
  '001-dj-rest-auth.txt',
  '001-posts.txt',
  '002-fastapi.txt',
  '003-auth0-drf.txt',
  '004-article-variant.txt',
  '004-github-head.txt',
])('%s', (name) => {
  const recording = readRecording(name)
  it.skipIf(recording === undefined)('is read whole, and is like itself', () => {
    expect(recording?.length).toBeGreaterThan(3)
    for (const recorded of recording ?? []) {
      const { title, status, headers, body } = recorded
      expect([title, headers.has('content-type') || [204, 307].includes(status)]).toEqual([title, true])
      if (body.kind === 'cut') continue
      const same = { status, headers, setCookies: headers.getSetCookie() }
      expect(
        compareRecorded(recorded, { ...same, body: body.kind === 'json' ? body.value : body.text }),
      ).toEqual([])
    }
  })
})
