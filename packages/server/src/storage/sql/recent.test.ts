import { describe, expect, test } from 'vitest'
import { Recent } from './recent.js'

const deferred = <Value>() => {
  let resolve: (value: Value) => void = () => {}
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** A read that counts how often it was asked. */
const counting = (value: string | undefined) => {
  const read = Object.assign(
    async () => {
      read.times += 1
      return value
    },
    { times: 0 },
  )
  return read
}

describe('what was just read', () => {
  test('is not read again', async () => {
    const recent = new Recent<string, string>(() => 1, 10)
    const read = counting('live')
    expect([await recent.recall('a', read), await recent.recall('a', read)]).toEqual(['live', 'live'])
    expect(read.times).toBe(1)
  })

  test('is read again under another epoch', async () => {
    let epoch = 1
    const recent = new Recent<string, string>(() => epoch, 10)
    const read = counting('live')
    await recent.recall('a', read)
    epoch = 2
    await recent.recall('a', read)
    expect(read.times).toBe(2)
  })

  test('is not kept when the key was forgotten while it was being read', async () => {
    const recent = new Recent<string, string>(() => 1, 10)
    const slow = deferred<string>()
    const reading = recent.recall('a', () => slow.promise)
    recent.forget('a')
    slow.resolve('live')
    await reading
    expect(await recent.recall('a', async () => 'ended')).toBe('ended')
  })

  test('is kept when only another key was forgotten meanwhile', async () => {
    const recent = new Recent<string, string>(() => 1, 10)
    const slow = deferred<string>()
    const reading = recent.recall('a', () => slow.promise)
    recent.forget('b')
    slow.resolve('live')
    await reading
    expect(await recent.recall('a', async () => 'read again')).toBe('live')
  })

  test('is not kept when a change of the key was answered later', async () => {
    const recent = new Recent<string, string>(() => 1, 10)
    const change = deferred<string>()
    const read = deferred<string>()
    const changing = recent.renew('a', () => change.promise)
    const reading = recent.recall('a', () => read.promise)
    read.resolve('before the change')
    await reading
    change.resolve('after the change')
    await changing
    expect(await recent.recall('a', async () => 'read again')).toBe('read again')
  })

  test('is not kept when a change of the key was answered before', async () => {
    const recent = new Recent<string, string>(() => 1, 10)
    const change = deferred<string>()
    const read = deferred<string>()
    const changing = recent.renew('a', () => change.promise)
    const reading = recent.recall('a', () => read.promise)
    change.resolve('after the change')
    await changing
    read.resolve('before the change')
    await reading
    expect(await recent.recall('a', async () => 'read again')).toBe('read again')
  })

  test('a change says what it is now', async () => {
    const recent = new Recent<string, string>(() => 1, 10)
    await recent.recall('a', async () => 'before')
    await recent.renew('a', async () => 'after')
    expect(await recent.recall('a', async () => 'read again')).toBe('after')
  })

  test('a change that fails leaves it forgotten', async () => {
    const recent = new Recent<string, string>(() => 1, 10)
    await recent.recall('a', async () => 'before')
    await expect(recent.renew('a', () => Promise.reject(new Error('no database')))).rejects.toThrow(
      'no database',
    )
    expect(await recent.recall('a', async () => 'read again')).toBe('read again')
  })

  test('never takes more room than it has', async () => {
    const recent = new Recent<string, string>(() => 1, 2)
    for (const key of ['a', 'b', 'c']) await recent.recall(key, async () => key)
    const read = counting('again')
    await recent.recall('a', read)
    await recent.recall('c', read)
    expect(read.times).toBe(1)
  })
})
