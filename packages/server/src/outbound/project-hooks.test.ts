import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newUserId } from '../model/ids.js'
import type { BeforeSignIn, HookFunctions } from '../ports/hooks.js'
import type { Log, LogFields } from '../ports/log.js'
import { projectHooks } from './project-hooks.js'

const LIMIT = 5_000
const ABOUT: BeforeSignIn = {
  user: {
    id: newUserId(0, 'f'.repeat(20)),
    email: 'ada@example.com',
    emailVerified: true,
    name: 'Ada',
    picture: null,
    profile: { tenant: 'acme' },
    roles: ['staff'],
    createdAt: '2026-11-21T00:00:00.000Z',
  },
  proof: { kind: 'provider', provider: 'okta', subject: '1', claims: { groups: ['admins'] } },
  caller: { client: 'browser', network: '192.0.2.1', userAgent: undefined },
}

interface Line {
  readonly event: string
  readonly fields: LogFields | undefined
  readonly cause: unknown
}

const open = (functions: HookFunctions<AbortSignal>) => {
  const lines: Line[] = []
  const record = (event: string, fields?: LogFields, cause?: unknown): void => {
    lines.push({ event, fields, cause })
  }
  const log: Log = { debug: record, info: record, warn: record, error: record }
  return { lines, hooks: projectHooks({ functions, timeLimit: LIMIT }, log) }
}

const never = new Promise<never>(() => {})
const failure = (hook: string, message: RegExp) => ({
  event: 'hook failed',
  fields: { hook },
  cause: expect.objectContaining({ message: expect.stringMatching(message) }),
})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a hook', () => {
  test('that there is not says yes, and is not waited for', async () => {
    const { hooks, lines } = open({})
    expect(await hooks.beforeSignIn(ABOUT)).toEqual({ outcome: 'allowed', reply: {} })
    hooks.afterSignUp(ABOUT)
    await hooks.settle()
    expect([Object.values(hooks.has), lines, vi.getTimerCount()]).toEqual([Array(5).fill(false), [], 0])
  })

  test('is told what it is about, and leaves no timer behind', async () => {
    const beforeSignIn = vi.fn(async () => ({ roles: ['admin'] }))
    const { hooks } = open({ beforeSignIn })
    expect(await hooks.beforeSignIn(ABOUT)).toEqual({ outcome: 'allowed', reply: { roles: ['admin'] } })
    expect(beforeSignIn).toHaveBeenCalledExactlyOnceWith({ ...ABOUT, signal: expect.any(AbortSignal) })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('cannot change what others know of the user', async () => {
    const { hooks, lines } = open({
      beforeSignIn: ({ user, proof }) => {
        expect(Object.isFrozen(user.profile) && Object.isFrozen(proof)).toBe(true)
        ;(user.roles as string[]).push('admin')
        return undefined
      },
    })
    expect(await hooks.beforeSignIn(ABOUT)).toEqual({ outcome: 'failed' })
    expect(ABOUT.user.roles).toEqual(['staff'])
    expect(Object.isFrozen(ABOUT.user)).toBe(false)
    expect(lines).toEqual([failure('beforeSignIn', /not extensible/)])
  })

  test.each<[string, HookFunctions<AbortSignal>['beforeSignIn'], RegExp]>([
    [
      'throws at once',
      () => {
        throw new Error('the CRM is down')
      },
      /the CRM is down/,
    ],
    ['rejects', () => Promise.reject(new Error('the CRM is down')), /the CRM is down/],
    ['answers what makes no sense', (() => false) as never, /a boolean/],
    [
      'answers with a getter that throws',
      (() => ({
        get roles() {
          throw new Error('not today')
        },
      })) as never,
      /not today/,
    ],
    [
      'answers with a then that throws',
      (() => ({
        // biome-ignore lint/suspicious/noThenProperty: this is what is tested
        get then() {
          throw new Error('not even later')
        },
      })) as never,
      /not even later/,
    ],
  ])('that %s has not said yes, and the log has its name', async (_, beforeSignIn, message) => {
    const { hooks, lines } = open({ beforeSignIn })
    expect(await hooks.beforeSignIn(ABOUT)).toEqual({ outcome: 'failed' })
    expect(lines).toEqual([failure('beforeSignIn', message)])
  })

  test.each<[string, () => unknown]>([
    ['a promise that never settles', () => never],
    // biome-ignore lint/suspicious/noThenProperty: this is what is tested
    ['a thenable that never settles', () => ({ then: () => {} })],
  ])('that answers %s is over when its time is', async (_, answer) => {
    const signals: AbortSignal[] = []
    const { hooks, lines } = open({
      beforeTokenIssue: (({ signal }: { signal: AbortSignal }) => {
        signals.push(signal)
        return answer()
      }) as never,
    })
    const session = { id: 'ses_1' as never, amr: [], authenticatedAt: null, createdAt: '' }
    const asked = hooks.beforeTokenIssue({
      user: ABOUT.user,
      session,
      client: 'web',
      audience: 'a',
      scopes: [],
    })
    await vi.advanceTimersByTimeAsync(LIMIT - 1)
    expect([lines, signals[0]?.aborted]).toEqual([[], false])
    await vi.advanceTimersByTimeAsync(1)
    expect(await asked).toEqual({ outcome: 'failed' })
    expect(lines).toEqual([failure('beforeTokenIssue', /within 5000 ms/)])
    expect(signals[0]?.aborted).toBe(true)
  })

  test('that rejects when nobody waits any more ends no process', async () => {
    const unheard = vi.fn()
    process.on('unhandledRejection', unheard)
    try {
      const { hooks } = open({
        beforeSignIn: () =>
          new Promise((_resolve, reject) => {
            setTimeout(() => reject(new Error('much too late')), 2 * LIMIT)
          }),
      })
      const asked = hooks.beforeSignIn(ABOUT)
      await vi.advanceTimersByTimeAsync(3 * LIMIT)
      expect(await asked).toEqual({ outcome: 'failed' })
      vi.useRealTimers()
      // Node tells of rejections nobody heard when the microtasks are done.
      await new Promise((resolve) => setImmediate(resolve))
      expect(unheard).not.toHaveBeenCalled()
    } finally {
      process.off('unhandledRejection', unheard)
    }
  })

  test('that hangs does not hold up another', async () => {
    const { hooks } = open({
      beforeSignIn: ({ user }) => (user.email === 'ada@example.com' ? never : undefined),
    })
    const hanging = hooks.beforeSignIn(ABOUT)
    const other = { ...ABOUT, user: { ...ABOUT.user, email: 'grace@example.com' } }
    expect(await hooks.beforeSignIn(other)).toMatchObject({ outcome: 'allowed' })
    await vi.advanceTimersByTimeAsync(LIMIT)
    expect(await hanging).toEqual({ outcome: 'failed' })
  })
})

describe('what runs afterwards', () => {
  test('is waited for by whoever closes the server, for as long as it may take', async () => {
    const { hooks, lines } = open({ afterSignUp: () => never })
    hooks.afterSignUp(ABOUT)
    const settled = vi.fn()
    const closing = hooks.settle().then(settled)
    await vi.advanceTimersByTimeAsync(LIMIT - 1)
    expect(settled).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    await closing
    expect(lines).toEqual([failure('afterSignUp', /within/)])
  })

  test('may answer whatever it likes, and its failure is seen', async () => {
    const session = { id: 'ses_1' as never, amr: [], authenticatedAt: null, createdAt: '' }
    const { hooks, lines } = open({
      afterSignUp: () => 42,
      afterSignIn: async () => {
        throw new Error('the CRM is down')
      },
    })
    hooks.afterSignUp(ABOUT)
    hooks.afterSignIn({ ...ABOUT, session })
    await hooks.settle()
    expect(lines).toEqual([failure('afterSignIn', /CRM is down/)])
  })
})
