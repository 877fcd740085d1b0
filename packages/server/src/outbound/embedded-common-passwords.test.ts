import { expect, test } from 'vitest'
import { embeddedCommonPasswords } from './embedded-common-passwords.js'

const common = embeddedCommonPasswords()

test.each(['password', 'PASSWORD', 'Password1', '123456789', 'qwertyuiop', 'TrustNo1', 'iloveyou'])(
  '%s is among the first that others try',
  (password) => {
    expect(common.has(password)).toBe(true)
  },
)

test.each(['', ' password', 'a walrus in the bathtub', '__proto__', 'constructor-of-doubt'])(
  '%j is not',
  (password) => {
    expect(common.has(password)).toBe(false)
  },
)
