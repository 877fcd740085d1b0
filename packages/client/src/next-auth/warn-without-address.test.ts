import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { likeInAnotherProcess } from '../../test/app.js'
import { createLatchkeyBridge, type LatchkeyCredentialsOptions } from './index.js'

beforeEach(() => {
  likeInAnotherProcess()
  vi.stubEnv('NODE_ENV', 'production')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

/** What an app is told that asks for the provider this often. */
const toldTo = (options: LatchkeyCredentialsOptions | undefined, times = 1): string[] => {
  const told: string[] = []
  const log = { warn: (message: string) => void told.push(message), error: () => {} }
  const settings = { issuer: 'https://auth.example.com', clientId: 'web', clientSecret: 'secret', log }
  for (let time = 0; time < times; time += 1) createLatchkeyBridge(settings).credentials(options)
  return told
}

test('an app in production that passes no address on is told what is lost, once', () => {
  expect(toldTo(undefined, 3)).toEqual([expect.stringMatching(/userAddress.*counted for the account only/)])
})

test('one that passes it on is told nothing', () => {
  expect(toldTo({ userAddress: (headers) => headers.get('x-real-ip') ?? undefined })).toEqual([])
})

test('nobody is told while they develop or build', () => {
  vi.stubEnv('NODE_ENV', 'development')
  expect(toldTo({})).toEqual([])
  vi.stubEnv('NODE_ENV', 'production')
  vi.stubEnv('NEXT_PHASE', 'phase-production-build')
  expect(toldTo({})).toEqual([])
  vi.stubEnv('NEXT_PHASE', 'phase-production-server')
  expect(toldTo({})).toHaveLength(1)
})
