import { describe, expect, test } from 'vitest'
import { createRenewSession } from './renew-session.js'
import type { SessionForm } from './session-form.js'
import { createSessionMemory } from './session-memory.js'
import type { TokenAnswer } from './token-endpoint.js'

const NOW = 1_000_000
const MINUTE = 60_000

const form: SessionForm = {
  sessionId: 'ses_1',
  refreshToken: 'lkrt_1',
  accessToken: 'a token',
  expiresAt: NOW + 10 * MINUTE,
  renewAt: NOW + 9 * MINUTE,
  user: { id: 'usr_1', email: null, name: null, image: null },
}
const due: SessionForm = { ...form, renewAt: NOW }

const issued: TokenAnswer = {
  outcome: 'issued',
  tokens: {
    access_token: 'another token',
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    token_type: 'Bearer',
    expires_in: 600,
    refresh_token: 'lkrt_1',
    scope: 'openid',
    session_id: 'ses_1',
    user: { sub: 'usr_1' },
  },
}
const ended: TokenAnswer = {
  outcome: 'refused',
  code: 'session_ended',
  error: 'invalid_grant',
  traceId: undefined,
}
const away: TokenAnswer = { outcome: 'unreachable', code: undefined, detail: 'ECONNREFUSED' }
const isOver = { status: 'ended', code: 'session_ended' }

/** A bridge whose questions are answered when, and as, a test says. */
const bridge = () => {
  const memory = createSessionMemory()
  const answers: ((answer: TokenAnswer) => void)[] = []
  const lists: ((mayHaveEnded: boolean) => void)[] = []
  const renew = createRenewSession({
    endpoint: { refresh: () => new Promise((resolve) => answers.push(resolve)) },
    memory,
    mayHaveEnded: () => new Promise((resolve) => lists.push(resolve)),
    now: () => NOW,
  })
  return { memory, answers, lists, renew }
}

describe('a session that has been seen to end does not come back', () => {
  test('by a list that was asked for before it ended, and answers afterwards', async () => {
    const { renew, lists, answers } = bridge()
    const [early, late] = [renew(form), renew(form)]
    lists[1]?.(true)
    await expect.poll(() => answers).toHaveLength(1)
    answers[0]?.(ended)
    expect(await late).toEqual(isOver)
    lists[0]?.(false)
    expect(await early).toEqual(isOver)
  })

  test.each([
    ['issued', issued],
    ['not given', away],
  ])('by a refresh that was under way when somebody signed out here, and is %s', async (_, answer) => {
    const { renew, answers, memory } = bridge()
    const under = renew(due)
    memory.remember('ses_1', { state: 'ended', code: 'session_ended' })
    answers[0]?.(answer)
    expect(await under).toEqual(isOver)
    expect(await renew(due)).toEqual(isOver)
    expect(answers).toHaveLength(1)
  })

  test('by another one of its cookies, newer or older', async () => {
    const { renew, answers } = bridge()
    const first = renew(due)
    answers[0]?.(ended)
    await first
    for (const other of [form, { ...form, expiresAt: form.expiresAt + MINUTE }])
      expect(await renew(other)).toEqual(isOver)
  })
})

test('one that goes on is renewed once, however many ask meanwhile', async () => {
  const { renew, answers } = bridge()
  const asked = [renew(due), renew(due), renew(due)]
  answers[0]?.(issued)
  for (const renewal of await Promise.all(asked))
    expect(renewal).toMatchObject({ status: 'fresh', form: { accessToken: 'another token' } })
  expect(answers).toHaveLength(1)
})
