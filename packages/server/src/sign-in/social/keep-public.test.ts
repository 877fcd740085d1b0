import { expect, test } from 'vitest'
import type { ProviderCalls, ProviderQuestion } from '../../ports/provider-calls.js'
import { github } from './github.js'
import { google } from './google.js'
import { keepPublic } from './keep-public.js'

test('whatever a provider is asked says that it must be in the world', async () => {
  const asked: ProviderQuestion[] = []
  const calls = {
    ask: async (question: ProviderQuestion) => {
      asked.push(question)
      return {
        outcome: 'answered',
        status: 200,
        body: { id: 1, login: 'ada', app: { client_id: 'us' }, user: { id: 1 } },
      }
    },
  } as unknown as ProviderCalls
  const { codeFlow, readAccessToken } = keepPublic(github({ clientId: 'us', clientSecret: 's' }))
  const tokens = {
    accessToken: 't',
    refreshToken: undefined,
    idToken: undefined,
    expiresIn: 1,
    scope: undefined,
  }
  await codeFlow?.readProfile?.(calls, tokens)
  await readAccessToken?.(calls, 't')
  expect(asked).toHaveLength(4)
  expect(asked.every(({ onlyPublic }) => onlyPublic === true)).toBe(true)
  expect(codeFlow?.server.onlyPublic).toBe(true)
  expect(keepPublic(google({ clientIds: ['us'], clientSecret: 's' }))).toMatchObject({
    idTokens: { onlyPublic: true },
    codeFlow: { server: { onlyPublic: true } },
  })
})
