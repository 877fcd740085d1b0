import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { builtConsole } from './built-console.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-console-'))
})
afterEach(() => rm(folder, { recursive: true }))

const open = () => builtConsole(pathToFileURL(`${folder}/`))

describe('the console as it was built', () => {
  test('one that was not built is none', async () => {
    expect(await open()()).toBeUndefined()
  })

  test('a read that failed is tried again', async () => {
    const read = open()
    await writeFile(join(folder, 'index.html'), '<p>')
    await expect(read()).rejects.toThrow('ENOENT')
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'assets', 'index.js'), 'run()')
    const files = await read()
    expect([...(files?.assets.keys() ?? [])]).toEqual(['assets/index.js'])
  })

  test('it is read once', async () => {
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<p>')
    const read = open()
    expect(await read()).toBe(await read())
  })

  test('a file of no kind that it has is never shown', async () => {
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<p>')
    await writeFile(join(folder, 'assets', 'index.js.map'), '{}')
    expect((await open()())?.assets.size).toBe(0)
  })
})
