import { afterEach, describe, expect, test, vi } from 'vitest'
import { CommandError } from './command-error.js'
import { readListenAddress, readPort } from './listen-address.js'

afterEach(() => vi.unstubAllEnvs())

describe('readListenAddress', () => {
  test('takes what was given, then the environment, then 4000 on localhost', () => {
    for (const name of ['LATCHKEY_PORT', 'PORT', 'LATCHKEY_HOST']) vi.stubEnv(name, undefined)
    expect(readListenAddress({})).toEqual({ port: 4000, host: 'localhost' })
    vi.stubEnv('PORT', '1')
    expect(readListenAddress({})).toEqual({ port: 1, host: 'localhost' })
    vi.stubEnv('LATCHKEY_PORT', '2')
    vi.stubEnv('LATCHKEY_HOST', '0.0.0.0')
    expect(readListenAddress({})).toEqual({ port: 2, host: '0.0.0.0' })
    expect(readListenAddress({ port: '3', host: '::1' })).toEqual({ port: 3, host: '::1' })
  })
})

describe('readPort', () => {
  test.each(['0', '80', '65535'])('takes %s', (text) => {
    expect(readPort(text)).toBe(Number(text))
  })

  test.each(['', 'http', '65536', '-1', '80.5', ' 80', '0x50', '1e3', '٨٠'])(
    'refuses %j with what to do',
    (text) => {
      expect(() => readPort(text)).toThrow(CommandError)
      expect(() => readPort(text)).toThrow(`${JSON.stringify(text)} is not a port.`)
    },
  )
})
