import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { CommonPasswords } from '../ports/common-passwords.js'

const require = createRequire(import.meta.url)

let loaded: ReadonlySet<string> | undefined

/** Some 49 000 passwords, the most used first; read at the first question, once a process. */
export const embeddedCommonPasswords = (): CommonPasswords => ({
  has: (password) => {
    loaded ??= load()
    return loaded.has(password.toLowerCase())
  },
})

// The package's main module holds keyboards and word lists as well; only this file of it is needed.
// ["123456","password","12345678","qwerty", …]
const load = (): ReadonlySet<string> => {
  const file = require.resolve('@zxcvbn-ts/language-common/src/passwords.json')
  const list: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(list)) throw new Error(`${file} is not a list of passwords`)
  return new Set(list.map((password) => String(password).toLowerCase()))
}
