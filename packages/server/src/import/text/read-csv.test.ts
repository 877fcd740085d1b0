import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCsv } from './read-csv.js'

const inPieces = async function* (text: string, cuts: readonly number[]): AsyncGenerator<string> {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
  let from = 0
  for (const place of [...places, text.length]) {
    yield text.slice(from, place)
    from = place
  }
}

const recordsOf = async (text: string, cuts: readonly number[] = []) => {
  const records: unknown[] = []
  for await (const piece of readCsv(inPieces(text, cuts)))
    records.push('problem' in piece ? piece.problem : piece.content)
  return records
}

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`
const cell = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ',', ';', '"', '\n', '\r', '\t', ' ', '') })

test('what was written as RFC 4180 has it is read back, wherever the text is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.constantFrom('\n', '\r\n'),
      async (rows, cuts, end) => {
        const header = ['x', 'y', 'z']
        const text = [header, ...rows].map((row) => row.map(quoted).join(',') + end).join('')
        // A cut inside a pair of surrogates does not come out of a decoder.
        const whole = cuts.filter((cut) => !/[\ud800-\udbff]$/.test(text.slice(0, cut % (text.length + 1))))
        expect(await recordsOf(text, whole)).toEqual([header, ...rows])
      },
    ),
  )
})

test('whatever the text, there is an end and no error', async () => {
  await fc.assert(
    fc.asyncProperty(cell, fc.array(fc.nat(), { maxLength: 4 }), async (text, cuts) => {
      expect(await recordsOf(text, cuts)).toEqual(await recordsOf(text))
    }),
  )
})

test('a field may have lines, commas and quotes in it, and a last line no end', async () => {
  expect(await recordsOf('\u{feff}a,b\n"1\n2","say ""hi"", twice"\n\n3,')).toEqual([
    ['a', 'b'],
    ['1\n2', 'say "hi", twice'],
    ['3', ''],
  ])
})
