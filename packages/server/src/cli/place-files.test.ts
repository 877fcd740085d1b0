import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FileChange, prepareFiles } from './place-files.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-place-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)
const change = (name: string, differing: Partial<FileChange> = {}): FileChange => ({
  path: at(name),
  before: undefined,
  text: `text of ${name}`,
  mode: 0o644,
  ...differing,
})

describe('prepareFiles', () => {
  test('nothing is in place before the commit, and all of it after', () => {
    writeFileSync(at('old'), 'before')
    const files = prepareFiles([change('deep/er/new', { mode: 0o600 }), change('old', { before: 'before' })])
    expect(readFileSync(at('old'), 'utf8')).toBe('before')
    expect(readFileSync(files.draftOf(at('deep/er/new')), 'utf8')).toBe('text of deep/er/new')
    files.commit()
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['deep', 'deep/er', 'deep/er/new', 'old'])
    expect(readFileSync(at('old'), 'utf8')).toBe('text of old')
    expect(statSync(at('deep/er/new')).mode & 0o777).toBe(0o600)
  })

  test('what is discarded leaves neither files nor folders', () => {
    mkdirSync(at('mine'))
    const files = prepareFiles([change('deep/er/new'), change('mine/new')])
    files.discard()
    files.discard()
    expect(readdirSync(folder, { recursive: true })).toEqual(['mine'])
  })

  test.each([
    { what: 'somebody else has made', before: undefined, meanwhile: 'theirs' },
    { what: 'somebody else has changed', before: 'before', meanwhile: 'theirs' },
    { what: 'somebody else has taken away', before: 'before', meanwhile: undefined },
  ])('a file that $what meanwhile stays theirs, and nothing else is written', ({ before, meanwhile }) => {
    writeFileSync(at('first'), 'as it was')
    if (before !== undefined) writeFileSync(at('third'), before)
    const files = prepareFiles([
      change('first', { before: 'as it was' }),
      change('sub/second'),
      change('third', { before }),
    ])
    if (meanwhile === undefined) rmSync(at('third'))
    else writeFileSync(at('third'), meanwhile)
    expect(() => files.commit()).toThrow(/third was changed meanwhile/)
    expect(readFileSync(at('first'), 'utf8')).toBe('as it was')
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(
      meanwhile === undefined ? ['first'] : ['first', 'third'],
    )
    if (meanwhile !== undefined) expect(readFileSync(at('third'), 'utf8')).toBe(meanwhile)
  })

  test('a place that cannot be written stops before anything is', () => {
    writeFileSync(at('file'), '')
    expect(() => prepareFiles([change('fine'), change('file/below')])).toThrow(/Nothing was written/)
    expect(readdirSync(folder)).toEqual(['file'])
  })
})
