import { expect, test } from 'vitest'
import { safeReturnTo } from './safe-return-to.js'

test.each([
  '/',
  '/todos',
  '/todos?done=1#last',
  '/a/../b',
  '/caf%C3%A9',
  '/search?q=https://example.com',
  '/a//b',
])('a path of this site is kept: %s', (path) => {
  expect(safeReturnTo(path, '/home')).toBe(path)
})

test.each([
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/ok\r\nx: y',
  '/\u0000',
  '/a b',
  '/\u007f',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e%2e//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  'evil.example',
  ' /todos',
  '',
  undefined,
  null,
  7,
  ['/todos'],
])('anything else gives the fallback: %j', (value) => {
  expect(safeReturnTo(value, '/home')).toBe('/home')
})
