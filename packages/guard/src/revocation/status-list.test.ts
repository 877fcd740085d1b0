import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import type { StatusListClaims } from '@latchkey/contract'
import { describe, expect, it } from 'vitest'
import { readStatusList, statusAt } from './status-list.js'

// draft-ietf-oauth-status-list-21, appendix "Test vectors" and §4. Kept beside the checkout, not in it.
const folder = fileURLToPath(new URL('../../../../../shared/vectors/status-list', import.meta.url))

const packed = (bytes: Uint8Array): string => deflateSync(bytes).toString('base64url')

if (!existsSync(folder)) {
  console.warn(`\n\n!!! status list vectors NOT RUN: ${folder} is not there !!!\n\n`)
  it.skip('status lists: the vectors are not there', () => {})
} else {
  const read = (name: string): string => readFileSync(`${folder}/${name}.md`, 'utf8')
  const listIn = (name: string): StatusListClaims['status_list'] =>
    JSON.parse(
      read(name)
        .replace(/^[^{]*/, '')
        .replace(/\s+/g, ''),
    )
  /** `status[1993] = 0b10`, section by section. */
  const sections = read('test-vectors-section')
    .split(/^## /m)
    .slice(1)
    .map((text) => ({
      name: /include examples\/(\w+_json)\.md/.exec(text)?.[1] ?? '',
      expected: new Map(
        [...text.matchAll(/status\[(\d+)\]\s*=\s*0b([01]+)/g)].map(([, index, bits]) => [
          Number(index),
          Number.parseInt(bits ?? '', 2),
        ]),
      ),
    }))

  describe.each(sections.filter(({ name }) => readdirSync(folder).includes(`${name}.md`)))(
    'the list of $name',
    ({ name, expected }) => {
      it('has every status it was made with, and is valid everywhere else', async () => {
        expect(expected.size).toBeGreaterThan(10)
        const list = await readStatusList(listIn(name))
        const seen = new Map<number, number>()
        for (let index = 0; index < 2 ** 20; index += 1) {
          const status = statusAt(list, index)
          if (status !== 0) seen.set(index, status ?? -1)
        }
        expect([...seen].sort(([a], [b]) => a - b)).toEqual(
          [...expected].filter(([, status]) => status !== 0).sort(([a], [b]) => a - b),
        )
        expect(statusAt(list, 2 ** 20)).toBeUndefined()
      })
    },
  )

  it('the lists of §4.1 read as the draft says', async () => {
    const one = await readStatusList(listIn('status_list_encoding_json'))
    expect(Array.from({ length: 16 }, (_, at) => statusAt(one, at))).toEqual([
      1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1,
    ])
    const two = await readStatusList(listIn('status_list_encoding2_json'))
    expect(Array.from({ length: 12 }, (_, at) => statusAt(two, at))).toEqual([
      1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3,
    ])
  })
}

it('a list that is not base64url, or not compressed, is refused', async () => {
  await expect(readStatusList({ bits: 1, lst: 'a+b=' })).rejects.toThrow('not base64url')
  await expect(readStatusList({ bits: 1, lst: 'AAAA' })).rejects.toThrow('cannot be decompressed')
})

it('a list that unpacks to more than a mebibyte is refused before it is there', async () => {
  await expect(readStatusList({ bits: 1, lst: packed(new Uint8Array(1024 * 1024)) })).resolves.toBeDefined()
  await expect(readStatusList({ bits: 1, lst: packed(new Uint8Array(64 * 1024 * 1024)) })).rejects.toThrow(
    'cannot be decompressed',
  )
})
