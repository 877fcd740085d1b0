import { expect, test } from 'vitest'
import { giveRoles } from './given-roles.js'

const held = (
  all: readonly string[],
  fromIdentity: readonly string[] = [],
  fromOthers: readonly string[] = [],
) => ({
  all,
  fromIdentity,
  fromOthers,
})

test.each([
  ['what a provider gives is added', held(['own']), ['staff'], ['own', 'staff'], ['staff']],
  ['what it gives no more goes', held(['own', 'staff'], ['staff']), [], ['own'], []],
  ['what it gives instead takes its place', held(['a'], ['a']), ['b'], ['b'], ['b']],
  [
    'what was given here stays when the provider names it, and takes it back',
    held(['own']),
    ['own'],
    ['own'],
    [],
  ],
  ['what another identity gives too stays', held(['a'], ['a'], ['a']), [], ['a'], []],
  ['what another identity gives is this provider’s to give too', held(['a'], [], ['a']), ['a'], ['a'], ['a']],
  [
    'what was taken away here comes back when the provider still gives it',
    held([], ['a']),
    ['a'],
    ['a'],
    ['a'],
  ],
] as const)('%s', (_, before, given, all, fromIdentity) => {
  expect(giveRoles(before, given)).toEqual({ all, fromIdentity })
})
