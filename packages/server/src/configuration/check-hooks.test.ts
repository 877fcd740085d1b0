import { describe, expect, test } from 'vitest'
import { checkOptions } from './check-options.js'
import { ConfigurationError } from './configuration-error.js'
import type { LatchkeyOptions } from './options.js'

const problemsWith = (hooks: unknown) => {
  const options = {
    issuer: 'https://auth.example.com',
    secrets: ['s'.repeat(32)],
    hooks,
  } as LatchkeyOptions
  try {
    checkOptions(options, {})
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
}

describe('hooks', () => {
  test('are functions, with five seconds each unless the project says otherwise', () => {
    const beforeSignUp = async () => undefined
    const settings = (hooks: LatchkeyOptions['hooks']) =>
      checkOptions({ issuer: 'https://auth.example.com', secrets: ['s'.repeat(32)], hooks }, {}).projectHooks
    expect(settings({ beforeSignUp })).toEqual({ functions: { beforeSignUp }, timeLimit: 5_000 })
    expect(settings({ timeout: 250 })).toEqual({ functions: {}, timeLimit: 250 })
  })

  test.each([
    ['a text', 'deny'],
    ['a promise', Promise.resolve()],
    ['null', null],
    ['an object', {}],
  ])('that are %s are refused with a sentence', (_, beforeSignIn) => {
    expect(problemsWith({ beforeSignIn })).toEqual([
      expect.objectContaining({ at: 'hooks.beforeSignIn', problem: expect.stringMatching('no function') }),
    ])
  })

  test.each([
    ['beforeSignin', 'beforeSignIn'],
    ['before_sign_up', 'beforeSignUp'],
    ['beforeTokenIssued', 'beforeTokenIssue'],
    ['timeOut', 'timeout'],
  ])('called %s are probably %s', (given, meant) => {
    expect(problemsWith({ [given]: () => undefined })).toEqual([
      { at: `hooks.${given}`, problem: 'there is no such option', fix: `Did you mean ${meant}?` },
    ])
  })

  test.each([0, -1, 1.5, Number.NaN, 60_001, Number.POSITIVE_INFINITY])('get no time of %s ms', (timeout) => {
    expect(problemsWith({ timeout })).toEqual([expect.objectContaining({ at: 'hooks.timeout' })])
  })
})
