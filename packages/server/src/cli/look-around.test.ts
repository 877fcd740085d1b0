import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lookAround } from './look-around.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'latchkey-look-'))
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

const put = (file: string, text = ''): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

describe('lookAround', () => {
  test('sees this folder, those below and those beside it, the nearest first', () => {
    put('auth/web/package.json', '{ "devDependencies": { "vue": "^3" } }')
    put('auth/node_modules/package.json', '{ "dependencies": { "koa": "1" } }')
    put('auth/.cache/manage.py')
    put('auth/web/deeper/manage.py')
    put('api/requirements.txt', 'fastapi\n')
    const seen = lookAround(join(root, 'auth'))
    expect(seen.map(({ path }) => path)).toEqual(['.', 'web', '../api'])
    expect([...(seen[1]?.packages ?? [])]).toEqual([['vue', '^3']])
    expect(seen[2]?.python).toContain('fastapi')
  })

  test('looks at nothing beside a folder that lies among those of others', () => {
    put('mine.txt')
    expect(lookAround(root).map(({ path }) => path)).toEqual(['.'])
  })

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"dependencies":[]}',
    '{"dependencies":{"vue":1}}',
    `"${'x'.repeat(2_000_000)}"`,
  ])('a package.json that is none says nothing', (text) => {
    put('web/package.json', text)
    expect(lookAround(root).map(({ packages }) => packages.size)).toEqual([0, 0])
  })
})
