import { describe, expect, test } from 'vitest'
import { findNearMiss } from './near-miss.js'

const KNOWN = ['issuer', 'secrets', 'browser', 'profile', 'providers', 'logLevel', 'log', 'id', 'minLength']

describe('the name that was probably meant', () => {
  test.each([
    ['letters that changed places', 'brwoser', 'browser'],
    ['a letter too few', 'isuer', 'issuer'],
    ['a letter too many', 'issuuer', 'issuer'],
    ['another letter', 'prafile', 'profile'],
    ['the singular', 'secret', 'secrets'],
    ['capitals', 'Browser', 'browser'],
    ['dashes and underscores', 'log_level', 'logLevel'],
    ['two mistakes in a long name', 'minLegnt', 'minLength'],
    ['the nearer of two', 'provider', 'providers'],
  ])('is found behind %s', (_, word, meant) => {
    expect(findNearMiss(word, KNOWN)).toBe(meant)
  })

  test.each([['colour'], ['x'], [''], ['topology'], ['xyz'], ['constructor'], ['x'.repeat(10_000)]])(
    'is not guessed: %s',
    (word) => {
      expect(findNearMiss(word, KNOWN)).toBeUndefined()
    },
  )
})
