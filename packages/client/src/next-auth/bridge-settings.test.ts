import { describe, expect, test } from 'vitest'
import { readBridgeSettings } from './bridge-settings.js'
import { createLatchkeyBridge } from './index.js'

const good = { issuer: 'https://auth.example.com/', clientId: 'web', clientSecret: 'secret' }

describe('the settings of the bridge', () => {
  test('come from the environment where they are not passed', () => {
    const environment = {
      LATCHKEY_ISSUER: 'https://auth.example.com',
      LATCHKEY_CLIENT_ID: 'from-environment',
      LATCHKEY_CLIENT_SECRET: 'secret',
    }
    expect(readBridgeSettings({ clientId: 'web', scope: 'todos:read' }, environment)).toEqual({
      issuer: 'https://auth.example.com',
      clientId: 'web',
      clientSecret: 'secret',
      audience: undefined,
      scope: 'todos:read',
      timeoutMs: 5000,
    })
  })

  test('report every problem at once, each with its fix', () => {
    const read = () => readBridgeSettings({ timeoutMs: 0 }, {})
    expect(read).toThrow(TypeError)
    expect(read).toThrow(
      /LATCHKEY_ISSUER[\s\S]*LATCHKEY_CLIENT_ID[\s\S]*LATCHKEY_CLIENT_SECRET[\s\S]*timeoutMs/,
    )
  })

  test('refuse a public client and say why', () => {
    const read = () => readBridgeSettings({ ...good, clientSecret: '' }, {})
    expect(read).toThrow(/public client cannot be used here[\s\S]*confidential client/)
  })

  test.each([
    'auth.example.com',
    'ftp://auth.example.com',
    'https://a@auth.example.com',
    'https://auth.example.com?a=b',
  ])('refuse the issuer %s', (issuer) => {
    expect(() => readBridgeSettings({ ...good, issuer }, {})).toThrow(
      /^The Latchkey bridge cannot start:\n- issuer/,
    )
  })

  test.each([
    { issuer: 'http://auth.example.com', environment: 'production', isAccepted: false },
    { issuer: 'http://auth.example.com', environment: 'development', isAccepted: true },
    { issuer: 'http://127.0.0.1.example.com', environment: 'production', isAccepted: false },
    { issuer: 'http://localhost:4000', environment: 'production', isAccepted: true },
    { issuer: 'http://127.0.0.1:4000', environment: 'production', isAccepted: true },
    { issuer: 'http://[::1]:4000', environment: 'production', isAccepted: true },
  ])('$issuer in $environment: accepted $isAccepted', ({ issuer, environment, isAccepted }) => {
    const read = () => readBridgeSettings({ ...good, issuer }, { NODE_ENV: environment })
    if (isAccepted) expect(read()).toMatchObject({ issuer })
    else expect(read).toThrow(/in clear/)
  })

  test('never show the secret', () => {
    const read = () => readBridgeSettings({ ...good, issuer: '', clientSecret: 'hunter2' }, {})
    expect(read).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }))
  })
})

describe('a bridge without settings', () => {
  test('does not start', () => {
    expect(() => createLatchkeyBridge()).toThrow(TypeError)
  })

  test('can be loaded by a build, which may have no secrets', () => {
    process.env['NEXT_PHASE'] = 'phase-production-build'
    try {
      expect(() => createLatchkeyBridge()).not.toThrow()
    } finally {
      delete process.env['NEXT_PHASE']
    }
  })
})
