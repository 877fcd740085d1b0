import { beforeEach, expect, it, vi } from 'vitest'
import { createEndedMemory, type EndedMemory } from './ended-memory.js'

const ISSUER = 'https://id.example.com'
const LIFE = 3_600_000
const START = 1_700_000_000_000

let now: number
let memory: EndedMemory
const onOverflow = vi.fn()

const claims = (said: Record<string, unknown>) => ({ iss: ISSUER, exp: 0, iat: START / 1000, ...said })
const endSession = (sessionId: string) => memory.add({ what: 'session-ended', sessionId })

beforeEach(() => {
  now = START
  onOverflow.mockReset()
  memory = createEndedMemory({ names: [ISSUER], clock: () => now, keepFor: LIFE, maxCount: 10, onOverflow })
})

it('what has ended stays ended for as long as its tokens live', () => {
  endSession('ses_1')
  now += LIFE - 1
  endSession('ses_2')
  expect(memory.hasEnded(claims({ sid: 'ses_1' }))).toBe(true)
  now += 1
  endSession('ses_3')
  now += LIFE - 1
  endSession('ses_4')
  expect(memory.hasEnded(claims({ sid: 'ses_3' }))).toBe(true)
  expect(onOverflow).not.toHaveBeenCalled()
})

it('what ended two lives ago is forgotten, without alarm', () => {
  endSession('ses_1')
  for (let life = 0; life < 2; life += 1) {
    now += LIFE
    endSession(`ses_later_${life}`)
  }
  expect(memory.hasEnded(claims({ sid: 'ses_1' }))).toBe(false)
  expect(onOverflow).not.toHaveBeenCalled()
})

it('never holds more than it may, and says when it forgets before its time', () => {
  for (let count = 0; count < 10; count += 1) endSession(`ses_${count}`)
  expect(onOverflow).not.toHaveBeenCalled()
  expect(memory.hasEnded(claims({ sid: 'ses_0' }))).toBe(true)
  endSession('ses_10')
  expect(onOverflow).toHaveBeenCalledTimes(1)
  expect(memory.hasEnded(claims({ sid: 'ses_0' }))).toBe(false)
  expect(memory.hasEnded(claims({ sid: 'ses_5' }))).toBe(true)
})

it('a clock that is set back forgets nothing', () => {
  endSession('ses_1')
  now -= 10 * LIFE
  endSession('ses_2')
  endSession('ses_3')
  expect(memory.hasEnded(claims({ sid: 'ses_1' }))).toBe(true)
})

it('a session of another issuer is another one', () => {
  endSession('ses_1')
  expect(memory.hasEnded(claims({ iss: 'https://other.example', sid: 'ses_1' }))).toBe(false)
})

it('of a person tokens of before are refused, of that very second too, and none of later', () => {
  const second = START / 1000
  memory.add({ what: 'person-ended', subject: 'usr_1', at: START + 400 })
  for (const [iat, ended] of [
    [second - 1, true],
    [second, true],
    [second + 1, false],
    [undefined, true],
  ] as const)
    expect(memory.hasEnded(claims({ sub: 'usr_1', iat }))).toBe(ended)
  expect(memory.hasEnded(claims({ sub: 'usr_2' }))).toBe(false)
})

it('an older event about a person takes nothing back of a newer one', () => {
  memory.add({ what: 'person-ended', subject: 'usr_1', at: START + 60_000 })
  memory.add({ what: 'person-ended', subject: 'usr_1', at: START })
  expect(memory.hasEnded(claims({ sub: 'usr_1', iat: START / 1000 + 30 }))).toBe(true)
})

it('an event from far in the future keeps nobody out for ever', () => {
  memory.add({ what: 'person-ended', subject: 'usr_1', at: Number.MAX_VALUE })
  expect(memory.hasEnded(claims({ sub: 'usr_1', iat: START / 1000 + 301 }))).toBe(false)
})
