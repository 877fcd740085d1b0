import { describe, expect, test } from 'vitest'
import { createLatchkeyClient } from '../index.js'
import { readDoorAddress } from './door-address.js'

describe('the address of the door', () => {
  test.each([
    ['', '/session'],
    ['/', '/session'],
    ['/auth', '/auth/session'],
    ['/auth/', '/auth/session'],
    ['https://auth.example.com', 'https://auth.example.com/session'],
    ['https://example.com/auth/', 'https://example.com/auth/session'],
    ['http://localhost:4000', 'http://localhost:4000/session'],
  ])('%j puts the session at %s', (baseUrl, url) => {
    expect(readDoorAddress(baseUrl).urlOf('/session')).toBe(url)
  })

  test.each([
    'auth',
    '//auth.example.com',
    '/\\auth.example.com',
    '/auth?x=1',
    '/auth#x',
    'ftp://auth.example.com',
    'javascript:alert(1)',
    'https://auth.example.com?x=1',
    'https://user:secret@auth.example.com',
  ])('%j stops the start', (baseUrl) => {
    expect(() => createLatchkeyClient({ baseUrl })).toThrow(/^baseUrl must be/)
    expect(() => createLatchkeyClient({ baseUrl })).toThrow(TypeError)
  })
})
