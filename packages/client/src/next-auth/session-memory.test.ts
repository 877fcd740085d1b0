import { expect, test, vi } from 'vitest'
import { createSessionMemory, sharedSessionMemory } from './session-memory.js'

const ended = { state: 'ended', code: 'session_ended' } as const

const renewed = (sessionId: string) =>
  ({
    state: 'renewed',
    form: {
      sessionId,
      refreshToken: 'lkrt_1',
      accessToken: 'token',
      expiresAt: 2,
      renewAt: 1,
      user: { id: 'usr_1', email: null, name: null, image: null },
    },
  }) as const

test('what was remembered is recalled', () => {
  const memory = createSessionMemory()
  memory.remember('ses_1', renewed('ses_1'))
  expect(memory.recall('ses_1')).toEqual(renewed('ses_1'))
  expect(memory.recall('ses_2')).toBeUndefined()
})

test('a session that has ended stays ended, even if a renewal under way comes back', () => {
  const memory = createSessionMemory()
  memory.remember('ses_1', ended)
  memory.remember('ses_1', renewed('ses_1'))
  expect(memory.recall('ses_1')).toEqual(ended)
})

test('it never grows past its capacity: the session written longest ago makes room', () => {
  const memory = createSessionMemory(2)
  memory.remember('ses_1', renewed('ses_1'))
  memory.remember('ses_2', renewed('ses_2'))
  memory.remember('ses_1', renewed('ses_1'))
  memory.remember('ses_3', renewed('ses_3'))
  expect(['ses_1', 'ses_2', 'ses_3'].filter((id) => memory.recall(id) !== undefined)).toEqual([
    'ses_1',
    'ses_3',
  ])
})

test('every bridge of a process shares one memory, whichever copy of the module made it', async () => {
  sharedSessionMemory().remember('ses_shared', ended)
  vi.resetModules()
  const copy = await import('./session-memory.js')
  expect(copy.sharedSessionMemory).not.toBe(sharedSessionMemory)
  expect(copy.sharedSessionMemory().recall('ses_shared')).toEqual(ended)
})
