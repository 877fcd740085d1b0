import { expect, test } from 'vitest'
import { addEnvLines } from './add-env-lines.js'
import type { EnvLine } from './env-lines.js'

const LINES: readonly EnvLine[] = [
  { kind: 'remark', text: 'About it.' },
  { kind: 'secret', name: 'ROOT' },
  { kind: 'value', name: 'PLACE', value: 'here' },
]
const add = (text: string, ...names: readonly string[]) =>
  addEnvLines({ text, names: new Set(names) }, LINES, (name) => `secret of ${name}`)

test('an empty file gets every line', () => {
  expect(add('')).toEqual({
    text: '# About it.\nROOT=secret of ROOT\nPLACE=here\n',
    added: ['ROOT', 'PLACE'],
    kept: [],
  })
})

test('what is set stays, and the rest is appended on a line of its own', () => {
  expect(add('ROOT=mine', 'ROOT')).toEqual({
    text: 'ROOT=mine\n\n# About it.\nPLACE=here\n',
    added: ['PLACE'],
    kept: ['ROOT'],
  })
})

test('a file that has everything is left alone, and no secret is made', () => {
  const before = { text: 'PLACE=a\nROOT=b', names: new Set(['ROOT', 'PLACE']) }
  const makeSecret = (): string => {
    throw new Error('made')
  }
  expect(addEnvLines(before, LINES, makeSecret)).toEqual({
    text: before.text,
    added: [],
    kept: ['ROOT', 'PLACE'],
  })
})
