import { expect, test } from 'vitest'
import { ignoreFiles } from './ignore-files.js'

test.each([
  ['', '.env\n.latchkey/\n'],
  ['dist', 'dist\n.env\n.latchkey/\n'],
  ['.env\n', '.env\n.latchkey/\n'],
  ['.env*\r\n/.latchkey\r\n', '.env*\r\n/.latchkey\r\n'],
  ['.environment\n.latchkey/\n', '.environment\n.latchkey/\n.env\n'],
  ['.env\n!.env\n.latchkey\n', '.env\n!.env\n.latchkey\n.env\n'],
  ['!.env\n.env\n.latchkey\n', '!.env\n.env\n.latchkey\n'],
  ['#.env\n.latchkey\n', '#.env\n.latchkey\n.env\n'],
])('%j becomes %j', (before, after) => {
  expect(ignoreFiles(before)).toBe(after)
})
