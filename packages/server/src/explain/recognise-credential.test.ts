import { expect, it } from 'vitest'
import { recogniseCredential } from './recognise-credential.js'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

it.each([
  [TRACE, 'trace'],
  [`00-${TRACE}-00f067aa0ba902b7-01`, 'trace'],
  ['0'.repeat(32), 'unknown'],
  ['a.b.c', 'jwt'],
  ['a.b.c.d.e', 'jwt'],
  ['Bearer a.b.c', 'jwt'],
  ['Authorization: DPoP a.b.c', 'jwt'],
  ['0123456789abcdef0123456789abcdef01234567', 'opaque_token'],
  ['Token 0123456789abcdef0123456789abcdef01234567', 'opaque_token'],
  [`lkrt_${TRACE}.0.x`, 'refresh_token'],
  [`__Host-latchkey=lkck_${TRACE}.x;`, 'session_cookie'],
  ['lkak_x', 'api_key'],
  [`lkpr_${TRACE}.x`, 'link_token'],
  ['  hunter2 ', 'unknown'],
  ['', 'unknown'],
])('%j is taken for: %s', (text, kind) => {
  expect(recogniseCredential(text).kind).toBe(kind)
})

it.each([
  ['Authorization: Bearer a.b.c', 'Bearer'],
  ['bearer a.b.c', 'Bearer'],
  ['DPoP a.b.c', 'DPoP'],
  ['JWT a.b.c', undefined],
  ['a.b.c', undefined],
])('%j was sent under %s', (text, scheme) => {
  expect(recogniseCredential(text)).toMatchObject({ text: 'a.b.c', scheme })
})
