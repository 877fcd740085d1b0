import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type MailRounds, startMailRounds } from './mail-rounds.js'

describe('rounds of the outbox', () => {
  let rounds: MailRounds
  const logged: string[] = []
  const note = (event: string) => void logged.push(event)
  const log = { debug: note, info: note, warn: note, error: note }
  const start = (deliver: () => Promise<number>) => {
    rounds = startMailRounds(deliver, log)
  }

  beforeEach(() => {
    vi.useFakeTimers()
    logged.length = 0
  })
  afterEach(async () => {
    await rounds.stop()
    vi.useRealTimers()
  })

  test('begin soon when there is something to send, not within the request, and go on until nothing is left', async () => {
    const left = [10, 3, 0, 0]
    const deliver = vi.fn(async () => left.shift() ?? 0)
    start(deliver)
    rounds.soon()
    expect(deliver).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(100)
    expect(deliver).toHaveBeenCalledTimes(3)
  })

  test('look every five seconds for what others left, though nobody calls', async () => {
    const deliver = vi.fn(async () => 0)
    start(deliver)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(deliver).toHaveBeenCalledTimes(3)
  })

  test('many calls are one round, and a call during a round has another one follow', async () => {
    let finish = (_: number) => {}
    const deliver = vi.fn(
      () =>
        new Promise<number>((resolve) => {
          finish = resolve
        }),
    )
    start(deliver)
    for (let count = 0; count < 50; count += 1) rounds.soon()
    await vi.advanceTimersByTimeAsync(100)
    expect(deliver).toHaveBeenCalledTimes(1)
    rounds.soon()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(deliver).toHaveBeenCalledTimes(1)
    finish(0)
    await vi.advanceTimersByTimeAsync(100)
    expect(deliver).toHaveBeenCalledTimes(2)
    finish(0)
  })

  test('a database that is away is asked again after a minute, and logged', async () => {
    const deliver = vi.fn(async () => {
      throw new Error('no database')
    })
    start(deliver)
    rounds.soon()
    await vi.advanceTimersByTimeAsync(100 + 59_999)
    expect(deliver).toHaveBeenCalledTimes(1)
    expect(logged).toEqual(['outbox could not be worked on'])
    await vi.advanceTimersByTimeAsync(1)
    expect(deliver).toHaveBeenCalledTimes(2)
  })

  test('when they are stopped the one under way is finished and none follows', async () => {
    let isDone = false
    const deliver = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      isDone = true
      return 5
    })
    start(deliver)
    rounds.soon()
    await vi.advanceTimersByTimeAsync(100)
    const stopped = rounds.stop()
    await vi.advanceTimersByTimeAsync(1_000)
    await stopped
    expect(isDone).toBe(true)
    rounds.soon()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(deliver).toHaveBeenCalledTimes(1)
  })
})
