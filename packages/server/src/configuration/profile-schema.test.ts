import type { StandardSchemaV1 } from '@standard-schema/spec'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { emptyProfileSchema, standardProfileSchema } from './profile-schema.js'

const anything = standardProfileSchema(z.record(z.string(), z.unknown()))

describe('a schema of the project', () => {
  test('says what is kept: its output, not what was sent', async () => {
    const schema = standardProfileSchema(z.object({ company: z.string().trim(), seats: z.coerce.number() }))
    expect(await schema.check({ company: ' Engines ', seats: '3', spy: true })).toEqual({
      ok: true,
      profile: { company: 'Engines', seats: 3 },
    })
  })

  test('names every field at fault, in its own sentences', async () => {
    const schema = standardProfileSchema(
      z.object({ company: z.string('Which company?'), tags: z.array(z.string('A tag is a word.')) }),
    )
    expect(await schema.check({ tags: ['a', 1] })).toEqual({
      ok: false,
      issues: [
        { parameter: 'profile.company', message: 'Which company?' },
        { parameter: 'profile.tags.1', message: 'A tag is a word.' },
      ],
    })
  })

  test('may think for a while, and may name a place by its key', async () => {
    const slow: StandardSchemaV1 = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: async () => ({
          issues: [{ message: 'No.', path: [{ key: 'a' }, 'b', Symbol('c')] }, { message: 'Never.' }],
        }),
      },
    }
    expect(await standardProfileSchema(slow).check({})).toEqual({
      ok: false,
      issues: [
        { parameter: 'profile.a.b.Symbol(c)', message: 'No.' },
        { parameter: 'profile', message: 'Never.' },
      ],
    })
  })

  test.each([['a text'], [7], [null], [undefined], [['a']]])(
    'whose output is no record of fields refuses: %j',
    async (output) => {
      const schema = standardProfileSchema(z.object({}).transform(() => output))
      expect(await schema.check({})).toEqual({
        ok: false,
        issues: [{ parameter: 'profile', message: 'The details must be named fields.' }],
      })
    },
  )

  test('keeps what JSON can say, and is told so at once: a date is its text', async () => {
    const schema = standardProfileSchema(z.object({ born: z.coerce.date(), gone: z.undefined().optional() }))
    expect(await schema.check({ born: '1815-12-10', gone: undefined })).toEqual({
      ok: true,
      profile: { born: '1815-12-10T00:00:00.000Z' },
    })
  })

  test('has room for 8 KiB', async () => {
    const fits = 8 * 1024 - JSON.stringify({ notes: '' }).length
    expect(await anything.check({ notes: 'x'.repeat(fits) })).toMatchObject({ ok: true })
    expect(await anything.check({ notes: 'x'.repeat(fits + 1) })).toMatchObject({ ok: false })
  })
})

describe('null characters', () => {
  test('are left out of names and values, and nothing else is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.string({ unit: fc.constantFrom('\u0000', '\\', 'u0000', '"', 'a') }),
          fc.string({ unit: fc.constantFrom('\u0000', '\\', 'u0000', '"', 'a') }),
        ),
        async (fields) => {
          const expected = Object.fromEntries(
            Object.entries(fields).map((pair) => pair.map((text) => text.replaceAll('\u0000', ''))),
          )
          expect(await anything.check(fields)).toEqual({ ok: true, profile: expected })
        },
      ),
    )
  })
})

test('without a schema there are no fields, and each that is sent is named', async () => {
  expect(await emptyProfileSchema.check({})).toEqual({ ok: true, profile: {} })
  expect(await emptyProfileSchema.check({ a: 1, b: null })).toEqual({
    ok: false,
    issues: [
      { parameter: 'profile.a', message: 'There is no such field here.' },
      { parameter: 'profile.b', message: 'There is no such field here.' },
    ],
  })
})
