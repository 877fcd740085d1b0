import { expect, test } from 'vitest'
import { isLoopbackHost } from './loopback.js'

test.each(['localhost', 'app.localhost', '127.0.0.1', '127.8.9.10', '::1', '[::1]'])(
  '%s is this machine',
  (host) => {
    expect(isLoopbackHost(host)).toBe(true)
  },
)

test.each([
  ...[
    '',
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '128.0.0.1',
    '127.0.0.1.example',
    'localhost.example',
    'notlocalhost',
    '[::2]',
  ],
])('"%s" is not', (host) => {
  expect(isLoopbackHost(host)).toBe(false)
})
