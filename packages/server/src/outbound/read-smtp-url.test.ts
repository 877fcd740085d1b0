import { expect, test } from 'vitest'
import { readSmtpUrl } from './read-smtp-url.js'

test.each([
  ['smtp://mail.example', { host: 'mail.example', secure: false, requireTLS: true }],
  ['smtp://mail.example:587/', { host: 'mail.example', port: 587, secure: false, requireTLS: true }],
  ['smtp://localhost.evil.example', { host: 'localhost.evil.example', secure: false, requireTLS: true }],
  ['smtp://127.0.0.1.evil.example', { host: '127.0.0.1.evil.example', secure: false, requireTLS: true }],
  ['smtp://mail:25?tls=off', { host: 'mail', port: 25, secure: false, ignoreTLS: true }],
  ['smtps://mail.example', { host: 'mail.example', secure: true }],
  ['smtps://localhost:465', { host: 'localhost', port: 465, secure: true }],
  [
    'smtps://me%40x.example:p%3Aw@mail.example',
    { host: 'mail.example', secure: true, auth: { user: 'me@x.example', pass: 'p:w' } },
  ],
])('%s is read for what it says', (url, server) => {
  expect(readSmtpUrl(url)).toEqual(server)
})

test.each(['localhost', '127.0.0.1', '127.1.2.3', '[::1]'])('on %s a certificate proves nothing', (host) => {
  expect(readSmtpUrl(`smtp://${host}:1025`)).toEqual({
    host: host.replace(/[[\]]/g, ''),
    port: 1025,
    secure: false,
    opportunisticTLS: true,
    tls: { rejectUnauthorized: false },
  })
})

test.each([
  'mail.example',
  'https://mail.example',
  'smtp://',
  'smtp://s3cret@',
  'smtp://me:s3cret@mail.example/path',
  'smtp://me:s3cret@mail.example?tls=of',
  'smtp://me:s3cret@mail.example?tls.rejectUnauthorized=false',
  'smtp://me:s3cret@mail.example?tls=off&logger=true',
  'smtp://me:s3cret@mail.example#tls=off',
  'smtps://me:s3cret@mail.example?tls=off',
  'smtp://me:s3cret%zz@mail.example',
])('%s is a TypeError that tells no password', (url) => {
  expect(() => readSmtpUrl(url)).toThrow(TypeError)
  expect(() => readSmtpUrl(url)).not.toThrow(/s3cret/)
})
