import { AuthError } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { boundedQueue } from './bounded-queue.js'

const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Work that ends when it is told to. */
const heldWork = () => {
  const started: string[] = []
  const ends = new Map<string, (error?: Error) => void>()
  return {
    started,
    work: (name: string) => () =>
      new Promise<string>((resolve, reject) => {
        started.push(name)
        ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)))
      }),
    end: async (name: string, error?: Error): Promise<void> => {
      await settled()
      ends.get(name)?.(error)
      await settled()
    },
  }
}

describe('boundedQueue', () => {
  test('no more than allowed is under way, and the rest begins in the order it came', async () => {
    const queue = boundedQueue({ concurrency: 2, queueLimit: 8 })
    const { started, work, end } = heldWork()
    const results = ['a', 'b', 'c', 'd', 'e'].map((name) => queue.run(work(name)))
    await settled()
    expect(started).toEqual(['a', 'b'])
    await end('b')
    expect(started).toEqual(['a', 'b', 'c'])
    await end('a')
    await end('c')
    expect(started).toEqual(['a', 'b', 'c', 'd', 'e'])
    await end('d')
    await end('e')
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('nobody new passes those who wait, not even in the moment a place gets free', async () => {
    const queue = boundedQueue({ concurrency: 1, queueLimit: 8 })
    const { started, work, end } = heldWork()
    const first = queue.run(work('first'))
    void queue.run(work('waiting'))
    void first.then(() => queue.run(work('late')))
    await settled()
    await end('first')
    expect(started).toEqual(['first', 'waiting'])
    await end('waiting')
    expect(started).toEqual(['first', 'waiting', 'late'])
    await end('late')
  })

  test('nobody takes more than a quarter of the places once anything waits, and gets them back', async () => {
    const queue = boundedQueue({ concurrency: 2, queueLimit: 6 })
    const { work, end } = heldWork()
    const greedy = ['a', 'b'].map((name) => queue.run(work(name), 'greedy'))
    await expect(queue.run(work('c'), 'greedy')).rejects.toMatchObject({ code: 'overloaded' })
    expect(() => queue.refuseWhenFull('greedy')).toThrow(AuthError)
    const others = ['d', 'e'].map((name) => queue.run(work(name), 'another'))
    const unknown = ['f', 'g', 'h', 'i'].map((name) => queue.run(work(name)))
    await expect(queue.run(work('j'))).rejects.toMatchObject({ code: 'overloaded' })
    for (const name of ['a', 'b', 'd', 'e', 'f', 'g', 'h', 'i']) await end(name)
    await Promise.all([...greedy, ...others, ...unknown])

    const again = ['k', 'l', 'm'].map((name) => queue.run(work(name), 'greedy'))
    await expect(again[2]).rejects.toMatchObject({ code: 'overloaded' })
    for (const name of ['k', 'l']) await end(name)
    await Promise.all(again.slice(0, 2))
  })

  test('what does not fit the queue any more is refused at once, with the time it may need', async () => {
    const queue = boundedQueue({ concurrency: 2, queueLimit: 3 })
    const { started, work, end } = heldWork()
    const accepted = ['a', 'b', 'c', 'd', 'e'].map((name) => queue.run(work(name)))
    const refusal: unknown = await queue.run(work('f')).catch((error) => error)
    expect(refusal).toBeInstanceOf(AuthError)
    expect(refusal).toMatchObject({
      code: 'overloaded',
      detail: '2 under way, 3 waiting, 0 expected, 0 of them for the same network',
      retryAfter: 100, // two rounds of two, at the 50 ms work takes as long as none has been measured
    })
    for (const name of ['a', 'b', 'c', 'd', 'e']) await end(name)
    await Promise.all(accepted)
    expect(started).not.toContain('f')

    const again = queue.run(work('g'))
    await end('g')
    expect(await again).toBe('g')
  })

  test('whoever was let in keeps the place until its work comes, and all others of one burst are refused', async () => {
    const queue = boundedQueue({ concurrency: 1, queueLimit: 1 })
    const { started, work, end } = heldWork()
    const [first, second] = [queue.admit(), queue.admit()]
    for (let late = 0; late < 10; late += 1)
      expect(() => queue.admit()).toThrow(expect.objectContaining({ code: 'overloaded' }))
    expect(() => queue.refuseWhenFull()).toThrow(expect.objectContaining({ code: 'overloaded' }))
    const results = [second.run(work('second')), first.run(work('first'))]
    await settled()
    expect(started).toEqual(['second'])
    await end('second')
    await end('first')
    expect(await Promise.all(results)).toEqual(['second', 'first'])
  })

  test('a place that is left is free again, once, for its network too', async () => {
    const queue = boundedQueue({ concurrency: 1, queueLimit: 3 })
    const { work, end } = heldWork()
    const place = queue.admit('network')
    expect(() => queue.admit('network')).toThrow(expect.objectContaining({ code: 'overloaded' }))
    place.leave()
    place.leave()
    const places = [queue.admit('network'), queue.admit('a'), queue.admit('b'), queue.admit('c')]
    expect(() => queue.admit('d')).toThrow(expect.objectContaining({ code: 'overloaded' }))
    for (const one of places) one.leave()
    const used = queue.admit('network')
    const result = used.run(work('a'))
    used.leave()
    expect(() => queue.admit('network')).toThrow(expect.objectContaining({ code: 'overloaded' }))
    await end('a')
    expect(await result).toBe('a')
    queue.admit('network').leave()
  })

  test('without a queue only what can begin at once is accepted', async () => {
    const queue = boundedQueue({ concurrency: 1, queueLimit: 0 })
    const { work, end } = heldWork()
    const first = queue.run(work('a'))
    await expect(queue.run(work('b'))).rejects.toMatchObject({ code: 'overloaded' })
    await end('a')
    expect(await first).toBe('a')
  })

  test('work that fails gives its place on, and its error to its owner only', async () => {
    const queue = boundedQueue({ concurrency: 1, queueLimit: 8 })
    const { work, end } = heldWork()
    const failing = queue.run(work('a'))
    const next = queue.run(work('b'))
    const thrower = queue.run(() => {
      throw new Error('thrown at once')
    })
    const last = queue.run(work('c'))
    const failures = Promise.allSettled([failing, thrower])
    await end('a', new Error('no memory'))
    await end('b')
    await end('c')
    expect(await next).toBe('b')
    expect(await last).toBe('c')
    expect(await failures).toMatchObject([
      { reason: { message: 'no memory' } },
      { reason: { message: 'thrown at once' } },
    ])
  })
})
