import { describe, expect, test } from 'vitest'
import { type ListOrder, readListPlace, writeListPlace } from './list-place.js'

const id = 'usr_019aa3f2c81e4c1d9e0b7a6f5d2c3b4a'
const places = {
  birth: { id, createdAt: null, word: null },
  created: { id, createdAt: 1_700_000_000_000, word: null },
  word: { id, createdAt: null, word: 'łódź' },
} as const

describe('the place in a list', () => {
  test.each(Object.entries(places))('of a list by %s comes back as it went out', (order, place) => {
    expect(readListPlace(writeListPlace(place), order as ListOrder)).toEqual(place)
  })

  test.each(Object.entries(places))('of a list by %s is none of another list', (order, place) => {
    for (const other of Object.keys(places).filter((name) => name !== order))
      expect(readListPlace(writeListPlace(place), other as ListOrder)).toBeUndefined()
  })

  test.each(['', 'b', `b.${id}x`, `c.${id}`, `w.${id}`, `wa b.${id}`, `c1e3.${id}`, `b.${id.toUpperCase()}`])(
    'is not %j',
    (text) => {
      for (const order of Object.keys(places)) expect(readListPlace(text, order as ListOrder)).toBeUndefined()
    },
  )
})
