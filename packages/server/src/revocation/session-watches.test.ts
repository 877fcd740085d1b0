import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SessionId } from '../model/ids.js'
import type { OnEvents } from '../ports/event-tail.js'
import { openSessionWatches } from './session-watches.js'

const SESSION = 'ses_one' as SessionId
const BEAT = 15_000

const told = () => ({ ended: vi.fn(), beat: vi.fn(), left: vi.fn() })
const tail = () => {
  const subscribers = new Set<OnEvents>()
  return {
    subscribers,
    subscribe: (onEvents: OnEvents) => {
      subscribers.add(onEvents)
      return () => subscribers.delete(onEvents)
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const open = () => openSessionWatches({ tail: tail(), clock: { now: () => Date.now() } })

test('a watch is told every quarter of a minute that nothing has happened, until it is over', () => {
  const watches = open()
  const watcher = told()
  watches.watch(SESSION, Date.now() + 2 * BEAT + 1, watcher)
  vi.advanceTimersByTime(2 * BEAT)
  expect(watcher.beat).toHaveBeenCalledTimes(2)
  expect(watcher.left).not.toHaveBeenCalled()
  vi.advanceTimersByTime(2 * BEAT)
  expect(watcher.beat).toHaveBeenCalledTimes(2)
  expect(watcher.left).toHaveBeenCalledTimes(1)
  watches.close()
})

test('a process takes ten thousand watches; one that is given up makes room for one', () => {
  const watches = open()
  const stops = Array.from({ length: 10_000 }, (_, at) =>
    watches.watch(`ses_${at}` as SessionId, Number.POSITIVE_INFINITY, told()),
  )
  expect(watches.watch(SESSION, Number.POSITIVE_INFINITY, told())).toBe('full')
  const [stop] = stops
  if (typeof stop !== 'function') throw new Error('there was no room for the first')
  stop()
  stop()
  expect(watches.watch(SESSION, Number.POSITIVE_INFINITY, told())).toBeTypeOf('function')
  expect(watches.watch('ses_other' as SessionId, Number.POSITIVE_INFINITY, told())).toBe('full')
  watches.close()
})

test('what is closed ends every watch once, lets go of the tail and takes no other', () => {
  const source = tail()
  const watches = openSessionWatches({ tail: source, clock: { now: () => 0 } })
  const watcher = told()
  watches.watch(SESSION, 1, watcher)
  watches.close()
  watches.close()
  expect(watcher.left).toHaveBeenCalledTimes(1)
  expect(source.subscribers.size).toBe(0)
  expect(watches.watch(SESSION, 1, told())).toBe('full')
  expect(vi.getTimerCount()).toBe(0)
})
