import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { MailRounds } from './mail-rounds.js'
import { MOST_TURNS, startPushTurns } from './push-turns.js'

/** Receivers that answer when they are told to. */
const receivers = (waiting: number) => {
  const answers: (() => void)[] = []
  let left = waiting
  const begin = vi.fn(async (most: number) => {
    const taken = Math.min(left, most)
    left -= taken
    return Array.from({ length: taken }, () => new Promise<void>((resolve) => answers.push(resolve)))
  })
  return {
    answers,
    begin,
    wait: (more: number) => {
      left += more
    },
  }
}

describe('turns of receivers', () => {
  let turns: MailRounds
  const silent = () => {}
  const log = { debug: silent, info: silent, warn: silent, error: silent }

  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('one that does not answer holds up nobody else', async () => {
    const { answers, begin, wait } = receivers(1)
    turns = startPushTurns(begin, log)
    turns.soon()
    await vi.advanceTimersByTimeAsync(100)
    expect(answers).toHaveLength(1)
    wait(1)
    turns.soon()
    await vi.advanceTimersByTimeAsync(100)
    expect(answers).toHaveLength(2)
  })

  test('are so many at a time, and one that is over makes room for the next at once', async () => {
    const { answers, begin } = receivers(MOST_TURNS + 2)
    turns = startPushTurns(begin, log)
    turns.soon()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(answers).toHaveLength(MOST_TURNS)
    answers[3]?.()
    await vi.advanceTimersByTimeAsync(100)
    expect(answers).toHaveLength(MOST_TURNS + 1)
  })

  test('under way are finished before the server stops, and none begins afterwards', async () => {
    const { answers, begin, wait } = receivers(1)
    turns = startPushTurns(begin, log)
    turns.soon()
    await vi.advanceTimersByTimeAsync(100)
    const stopped = vi.fn()
    const stopping = turns.stop().then(stopped)
    wait(1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(stopped).not.toHaveBeenCalled()
    answers[0]?.()
    await stopping
    await vi.advanceTimersByTimeAsync(60_000)
    expect(answers).toHaveLength(1)
  })
})
