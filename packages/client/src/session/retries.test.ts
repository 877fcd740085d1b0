import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createRetries } from './retries.js'

describe('retries', () => {
  let attempts: number[]
  const failing = () => {
    const retries = createRetries(() => {
      attempts.push(Date.now() / 1000)
      retries.failed()
    })
    return retries
  }
  beforeEach(() => {
    attempts = []
    vi.useFakeTimers({ now: 0 })
    vi.spyOn(Math, 'random').mockReturnValue(0)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  test('come ever more rarely, and once a minute at last', () => {
    const retries = failing()
    retries.hold()
    retries.failed()
    vi.advanceTimersByTime(250_000)
    expect(attempts).toEqual([1, 3, 7, 15, 31, 63, 123, 183, 243])
  })

  test('are spread, so that a server that comes back is not met by everybody at once', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999)
    const retries = failing()
    retries.hold()
    retries.failed()
    vi.advanceTimersByTime(501)
    expect(attempts).toHaveLength(1)
  })

  test('happen only while somebody cares, and begin when somebody does', () => {
    const retries = failing()
    retries.failed()
    vi.advanceTimersByTime(60_000)
    expect(attempts).toEqual([])
    const letGo = retries.hold()
    const letGoToo = retries.hold()
    letGoToo()
    vi.advanceTimersByTime(1_000)
    expect(attempts).toHaveLength(1)
    letGo()
    vi.advanceTimersByTime(60_000)
    expect(attempts).toHaveLength(1)
  })

  test('stop with the first success and start over with the next failure', () => {
    const retries = failing()
    retries.hold()
    retries.failed()
    vi.advanceTimersByTime(3_000)
    retries.succeeded()
    vi.advanceTimersByTime(60_000)
    expect(attempts).toEqual([1, 3])
    retries.failed()
    vi.advanceTimersByTime(1_000)
    expect(attempts).toEqual([1, 3, 64])
  })
})
