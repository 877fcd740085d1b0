import { describe, expect, test } from 'vitest'
import { warnOfStrangers } from './warn-of-strangers.js'

const here = { host: 'localhost', issuer: 'http://localhost:4000' }

describe('warnOfStrangers', () => {
  test.each([
    {},
    { host: '127.0.0.1' },
    { host: '127.0.1.1' },
    { host: '::1', issuer: 'http://[::1]:4000' },
    { issuer: 'http://localhost:5173/auth' },
    { issuer: 'https://app.localhost/auth' },
  ])('nobody else reaches %j', (deviation) => {
    expect(warnOfStrangers({ ...here, ...deviation })).toBeUndefined()
  })

  test.each([
    '0.0.0.0',
    '::',
    '',
    '192.168.1.20',
    'build.example.com',
    'localhost.example.com',
    '127.example.com',
  ])('listening at "%s" is for others too', (host) => {
    expect(warnOfStrangers({ ...here, host })).toContain(`listens at ${host}`)
  })

  test.each([
    'https://auth.example.com',
    'https://localhost.example.com/auth',
    'https://127.0.0.1.example.com',
  ])('others are sent to %s', (issuer) => {
    expect(warnOfStrangers({ ...here, issuer })).toContain(`The issuer ${issuer} is not on this machine`)
  })
})
