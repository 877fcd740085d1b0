import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJsonElements } from './read-json-elements.js'

const inPieces = async function* (text: string, size: number): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size)
}

const elementsOf = async (text: string, key: string | undefined, size = 7) => {
  const elements: string[] = []
  const problems: string[] = []
  for await (const piece of readJsonElements(inPieces(text, size), key)) {
    if ('problem' in piece) problems.push(piece.problem)
    else elements.push(piece.content)
  }
  return { elements: elements.map((one) => JSON.parse(one) as unknown), problems }
}

const json = fc.jsonValue({
  maxDepth: 3,
  noUnicodeString: false,
  stringUnit: fc.constantFrom('a', '"', '\\', '[', ']', '{', '}', ',', ':', 'é'),
})
/** Written and read, as -0 and the like do not survive it. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('the elements of a list are what they are to a parser of the whole, wherever the text is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(json),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(0, 2),
      async (list, size, indent) => {
        const { elements, problems } = await elementsOf(JSON.stringify(list, null, indent), undefined, size)
        expect(problems).toEqual([])
        expect(elements).toEqual(plain(list))
      },
    ),
  )
})

test('so are those of a list under a key, whatever stands around it', async () => {
  await fc.assert(
    fc.asyncProperty(
      json,
      fc.array(json),
      json,
      fc.integer({ min: 1, max: 20 }),
      async (before, users, after, size) => {
        const text = JSON.stringify({ realm: 'users', before, text: '"users": [', users, after })
        // Only what stands around it may have a list of that name of its own.
        fc.pre(!JSON.stringify([before, after]).includes('"users"'))
        expect((await elementsOf(text, 'users', size)).elements).toEqual(plain(users))
      },
    ),
  )
})

test('a text that ends too early is told', async () => {
  expect(await elementsOf('[{"a":1},{"a":', undefined)).toEqual({
    elements: [{ a: 1 }],
    problems: ['the text ends in the middle of it'],
  })
})

test('an element that is too long is skipped, and the next one is read', async () => {
  const text = JSON.stringify([1, 'x'.repeat(1_100_000), 2])
  expect(await elementsOf(text, undefined, 65_536)).toEqual({
    elements: [1, 2],
    problems: ['it is longer than 1 MiB'],
  })
})
